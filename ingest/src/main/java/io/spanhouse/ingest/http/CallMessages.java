package io.spanhouse.ingest.http;

import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.BodyBuffer;
import io.spanhouse.ingest.admission.PermitHolder;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.storage.model.ByteSlice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/**
 * Reads the body of a gRPC call, one message in its {@link CallFrame}. What is inflated takes permits until it is read.
 *
 * @param ingest has the permits and the limit of a message
 * @param messages reads the message
 */
public record CallMessages(TraceIngest ingest, RequestReader messages) implements RequestReader {
    @Override
    public WalkResult read(ByteSlice body) throws MalformedRequestException, RejectedException {
        ByteBuffer content = CallFrame.content(body);
        ByteSlice message = new ByteSlice().set(body.array, content.position(), content.remaining());
        return CallFrame.isCompressed(body) ? readInflated(message) : messages.read(message);
    }

    private WalkResult readInflated(ByteSlice message) throws MalformedRequestException, RejectedException {
        try (PermitHolder permits = ingest.newPermits();
                GZIPInputStream in =
                        new GZIPInputStream(new ByteArrayInputStream(message.array, message.offset, message.length))) {
            BodyBuffer inflated =
                    new BodyBuffer(permits, ingest.options().requestBytesMax(), RejectionKind.INFLATED_TOO_LARGE);
            inflated.readAll(in);
            return messages.read(inflated.takeAll());
        } catch (IOException e) {
            throw new MalformedRequestException("the message is no whole gzip stream: " + e.getMessage());
        }
    }
}
