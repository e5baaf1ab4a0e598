package io.spanhouse.deploy.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.spanhouse.deploy.config.ServerOptions;
import org.slf4j.LoggerFactory;

/**
 * Sets up the program's logs on standard error: a line an event, as text or as JSON. Payloads of spans are never logged.
 * Control characters that came from outside are replaced, so that nobody can write a line of their own.
 */
public final class Logging {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0}"
            + " %replace(%msg){'[\\p{Cntrl}&&[^\\t]]', '\\uFFFD'}%n%replace(%ex){'[\\p{Cntrl}&&[^\\t\\n]]', '\\uFFFD'}%nopex";

    private Logging() {}

    /** For commands that print by themselves: only what went wrong is logged. */
    public static void quiet() {
        configure(new ServerOptions.Logs(false, "warn", false));
    }

    /** Replaces whatever was set up before. */
    public static void configure(ServerOptions.Logs options) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(options.json() ? json(context) : text(context));
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger("io.spanhouse").setLevel(Level.toLevel(options.level()));
        context.getLogger("io.spanhouse.access").setLevel(options.access() ? Level.INFO : Level.OFF);
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithArguments(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }
}
