package io.spanhouse.query.traceql;

/** A place in a query, both counted from 1. */
public record Place(int line, int column) {
    @Override
    public String toString() {
        return "line " + line + ", col " + column;
    }
}
