package io.spanhouse.storage.filter;

/** How an operand's value is compared with a literal. */
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
    MATCHES
}
