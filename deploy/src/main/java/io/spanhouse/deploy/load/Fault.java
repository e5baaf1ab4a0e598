package io.spanhouse.deploy.load;

import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;

/**
 * What goes wrong in traces that fail; the recording itself has next to no errors.
 *
 * @param type the exception's class
 * @param message what it says
 * @param frames lines of its stack, innermost first
 */
record Fault(String type, String message, List<String> frames) {
    private static final List<Fault> ALL = List.of(
            new Fault(
                    "java.util.concurrent.TimeoutException",
                    "no answer from ad within 2000 ms",
                    List.of(
                            "at oteldemo.AdClient.await(AdClient.java:88)",
                            "at oteldemo.AdClient.ads(AdClient.java:41)",
                            "at oteldemo.AdService$AdServiceImpl.getAds(AdService.java:207)")),
            new Fault(
                    "ECONNRESET",
                    "socket hang up",
                    List.of(
                            "at Socket.socketCloseListener (node:_http_client:473:25)",
                            "at Socket.emit (node:events:529:35)",
                            "at TCP.<anonymous> (node:net:350:12)")),
            new Fault(
                    "Error",
                    "Payment request failed. Invalid token. app.loyalty.level=gold",
                    List.of(
                            "at module.exports.charge (/usr/src/app/charge.js:37:13)",
                            "at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
                            "at async Object.chargeServiceHandler [as charge] (/usr/src/app/index.js:21:22)")),
            new Fault(
                    "*status.Error",
                    "rpc error: code = Internal desc = Error: Product Catalog Fail Feature Flag Enabled",
                    List.of(
                            "main.(*productCatalog).GetProduct(0xc0002f4000)",
                            "\t/usr/src/app/main.go:284 +0x1c5",
                            "main._ProductCatalogService_GetProduct_Handler()")),
            new Fault(
                    "Grpc.Core.RpcException",
                    "Can't access cart storage. StackExchange.Redis.RedisConnectionException: no connection",
                    List.of(
                            "at cart.cartstore.ValkeyCartStore.EnsureRedisConnected() in ValkeyCartStore.cs:line 92",
                            "at cart.cartstore.ValkeyCartStore.GetCartAsync(String userId)",
                            "at cart.services.CartService.GetCart(GetCartRequest request)")));

    /** One of them; any number will do. */
    static Fault of(int number) {
        return ALL.get(Math.floorMod(number, ALL.size()));
    }

    /** The event as SDKs record it. */
    Span.Event event(long timeNanos) {
        return Span.Event.newBuilder()
                .setTimeUnixNano(timeNanos)
                .setName("exception")
                .addAttributes(RecordedTrace.text("exception.type", type))
                .addAttributes(RecordedTrace.text("exception.message", message))
                .addAttributes(RecordedTrace.text(
                        "exception.stacktrace", type + ": " + message + "\n    " + String.join("\n    ", frames)))
                .build();
    }
}
