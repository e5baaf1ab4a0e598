package io.spanhouse.query.http;

import java.io.IOException;

/** The client did not take the answer; nobody is left to be told. */
final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGoneException(Exception cause) {
        super("the client did not take the answer", cause);
    }
}
