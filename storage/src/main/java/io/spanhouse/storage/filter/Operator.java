package io.spanhouse.storage.filter;

/** How a value is compared with another. */
public enum Operator {
    EQUAL,
    /** There is a value of the literal's kind that differs; false where there is none. */
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    /** Of texts only. */
    STARTS_WITH,
    /** Of texts only. */
    CONTAINS,
    /** Of texts only: the whole text matches the regular expression (RE2 syntax, linear time). */
    MATCHES,
    /** Of texts only: there is a text that does not match as a whole; false where there is none. */
    NOT_MATCHES,
    /** Of texts only: some part of the text matches the regular expression. */
    FINDS
}
