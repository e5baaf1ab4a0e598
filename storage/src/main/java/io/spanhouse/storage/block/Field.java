package io.spanhouse.storage.block;

import org.jspecify.annotations.Nullable;

/**
 * Columns that every row group or table has, whatever was sent. The numbers are part of the format; columns of attributes
 * come after, from {@link #FIRST_ATTRIBUTE} on.
 */
public enum Field {
    /** Rows of the fragment. */
    TRACE_ROWS(0, Level.TRACE),
    /** Whole trace's start. */
    TRACE_START(1, Level.TRACE),
    /** Whole trace's end minus its start, modulo 2^64. */
    TRACE_DURATION(2, Level.TRACE),
    /** Whole trace's spans minus the fragment's rows. */
    TRACE_OTHER_SPANS(3, Level.TRACE),
    /** Whole trace's errors. */
    TRACE_ERRORS(4, Level.TRACE),
    /** Bits of {@link TraceFlag}. */
    TRACE_FLAGS(5, Level.TRACE),
    /** Oldest bucket of a continuing trace. */
    TRACE_FIRST_BUCKET(6, Level.TRACE),
    /** Name of the root span. */
    ROOT_NAME(7, Level.TRACE, FixedDictionary.SPAN_NAME),
    /** Service of the root span. */
    ROOT_SERVICE(8, Level.TRACE, FixedDictionary.SERVICE),
    /** Kind of the root span. */
    ROOT_KIND(9, Level.TRACE),
    /** Status code of the root span. */
    ROOT_STATUS(10, Level.TRACE),
    /** Start of the root span minus the trace's; in format 1 only. */
    ROOT_START_AFTER(11, Level.TRACE),
    /** Duration of the trace minus that of the root span; in format 1 only. */
    ROOT_DURATION_LESS(12, Level.TRACE),
    /** Least tick of the fragment's rows. */
    TICK_MIN(13, Level.TRACE),
    /** Greatest tick minus least. */
    TICK_SPREAD(14, Level.TRACE),
    /** Which of the row group's sets of services. */
    SERVICE_SET(15, Level.TRACE),
    /** Which of the row group's forms of traces; from format 2 on. */
    TRACE_FORM(16, Level.TRACE),
    /** Start of the root span minus that of the fragment's first row, which it nearly always is; from format 2 on. */
    ROOT_START_BESIDE(17, Level.TRACE),
    /** Duration of the root span minus that of the fragment's first row; from format 2 on. */
    ROOT_DURATION_BESIDE(18, Level.TRACE),

    /** 0 for a root; 1 if the parent is not in the fragment before the row; else 1 + how many rows before. */
    PARENT(32, Level.SPAN),
    /** Start of the span minus the trace's. */
    START_AFTER(33, Level.SPAN),
    /** End minus start, modulo 2^64. */
    DURATION(34, Level.SPAN),
    /** Name. */
    NAME(35, Level.SPAN, FixedDictionary.SPAN_NAME),
    /** Kind number. */
    KIND(36, Level.SPAN),
    /** Status code number. */
    STATUS_CODE(37, Level.SPAN),
    /** Status message. */
    STATUS_MESSAGE(38, Level.SPAN, FixedDictionary.STATUS_MESSAGE),
    /** Trace state. */
    TRACE_STATE(39, Level.SPAN, FixedDictionary.TRACE_STATE),
    /** Flag bits. */
    FLAGS(40, Level.SPAN),
    /** Dropped attributes. */
    DROPPED_ATTRIBUTES(41, Level.SPAN),
    /** Dropped events. */
    DROPPED_EVENTS(42, Level.SPAN),
    /** Dropped links. */
    DROPPED_LINKS(43, Level.SPAN),
    /** Bits of {@link io.spanhouse.storage.model.SpanMark}. */
    MARKS(44, Level.SPAN),
    /** Row of the resource table. */
    RESOURCE(45, Level.SPAN),
    /** Row of the scope table. */
    SCOPE(46, Level.SPAN),
    /** Tick. */
    TICK(47, Level.SPAN),
    /** Which of the row group's shapes of spans. */
    SHAPE(48, Level.SPAN),
    /** Number of events. */
    EVENTS(49, Level.SPAN),
    /** Number of links. */
    LINKS(50, Level.SPAN),
    /** Parent ids of the rows whose {@link #PARENT} is 1, and of no others. */
    OUTSIDE_PARENT(51, Level.SPAN),
    /** Which of the row group's forms of spans; from format 2 on. */
    FORM(52, Level.SPAN),

    /** Time of the event minus the span's start. */
    EVENT_TIME_AFTER(64, Level.EVENT),
    /** Name. */
    EVENT_NAME(65, Level.EVENT, FixedDictionary.EVENT_NAME),
    /** Dropped attributes. */
    EVENT_DROPPED_ATTRIBUTES(66, Level.EVENT),
    /** Which of the row group's shapes of events. */
    EVENT_SHAPE(67, Level.EVENT),

    /** First half of the linked trace id. */
    LINK_TRACE_HIGH(80, Level.LINK),
    /** Second half of the linked trace id. */
    LINK_TRACE_LOW(81, Level.LINK),
    /** Linked span id. */
    LINK_SPAN(82, Level.LINK),
    /** Which ids were sent. */
    LINK_PRESENCE(83, Level.LINK),
    /** Trace state. */
    LINK_TRACE_STATE(84, Level.LINK, FixedDictionary.TRACE_STATE),
    /** Flag bits. */
    LINK_FLAGS(85, Level.LINK),
    /** Dropped attributes. */
    LINK_DROPPED_ATTRIBUTES(86, Level.LINK),
    /** Which of the row group's shapes of links. */
    LINK_SHAPE(87, Level.LINK),

    /** The resource's service. */
    RESOURCE_SERVICE(96, Level.RESOURCE, FixedDictionary.SERVICE),
    /** Dropped attributes. */
    RESOURCE_DROPPED_ATTRIBUTES(97, Level.RESOURCE),
    /** Schema URL. */
    RESOURCE_SCHEMA_URL(98, Level.RESOURCE, FixedDictionary.SCHEMA_URL),
    /** Entity references. */
    RESOURCE_ENTITY_REFERENCES(99, Level.RESOURCE, FixedDictionary.ENTITY_REFERENCES),
    /** 1 if a message was sent. */
    RESOURCE_PRESENT(100, Level.RESOURCE),
    /** Which of the table's shapes. */
    RESOURCE_SHAPE(101, Level.RESOURCE),

    /** Name. */
    SCOPE_NAME(112, Level.SCOPE, FixedDictionary.SCOPE_NAME),
    /** Version. */
    SCOPE_VERSION(113, Level.SCOPE, FixedDictionary.SCOPE_VERSION),
    /** Dropped attributes. */
    SCOPE_DROPPED_ATTRIBUTES(114, Level.SCOPE),
    /** Schema URL. */
    SCOPE_SCHEMA_URL(115, Level.SCOPE, FixedDictionary.SCHEMA_URL),
    /** 1 if a message was sent. */
    SCOPE_PRESENT(116, Level.SCOPE),
    /** Which of the table's shapes. */
    SCOPE_SHAPE(117, Level.SCOPE);

    /** Number of the first column of an attribute. */
    public static final int FIRST_ATTRIBUTE = 128;

    private static final @Nullable Field[] BY_NUMBER = byNumber();

    private final int number;
    private final Level level;
    private final @Nullable FixedDictionary dictionary;

    Field(int number, Level level) {
        this(number, level, null);
    }

    Field(int number, Level level, @Nullable FixedDictionary dictionary) {
        this.number = number;
        this.level = level;
        this.dictionary = dictionary;
    }

    /** The column's number. */
    public int number() {
        return number;
    }

    /** What has the field. */
    public Level level() {
        return level;
    }

    /** The dictionary of its values, null for numbers and rows of tables. */
    public @Nullable FixedDictionary dictionary() {
        return dictionary;
    }

    /** Whether its values are codes: of a dictionary, rows of a table, or forms. */
    public boolean hasCodes() {
        return dictionary != null || this == RESOURCE || this == SCOPE || isForm();
    }

    /** Whether every row group has it, of whatever format. */
    boolean isRequired() {
        return !isForm()
                && this != ROOT_START_AFTER
                && this != ROOT_DURATION_LESS
                && this != ROOT_START_BESIDE
                && this != ROOT_DURATION_BESIDE;
    }

    /** Whether it says which form an owner has. */
    boolean isForm() {
        return this == FORM || this == TRACE_FORM;
    }

    /** The field with a number, null if this program knows none. */
    public static @Nullable Field ofNumber(int number) {
        return number < 0 || number >= FIRST_ATTRIBUTE ? null : BY_NUMBER[number];
    }

    private static @Nullable Field[] byNumber() {
        @Nullable Field[] fields = new @Nullable Field[FIRST_ATTRIBUTE];
        for (Field field : values()) {
            fields[field.number] = field;
        }
        return fields;
    }
}
