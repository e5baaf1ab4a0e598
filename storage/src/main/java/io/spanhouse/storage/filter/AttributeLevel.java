package io.spanhouse.storage.filter;

/** Where an attribute was attached. */
public enum AttributeLevel {
    SPAN,
    RESOURCE,
    SCOPE,
    EVENT,
    LINK
}
