package io.spanhouse.query.http;

/**
 * The path where a ticket goes in the place of a key: {@link Dispatcher} finds the request that the ticket stands for and has it
 * answered as its key may ask now. Here come those who have a key and no ticket.
 */
public final class FetchByTicket implements Endpoint {
    /** The path's parameter with the download's name. */
    public static final String DOWNLOAD = "download";

    /** The parameter with the ticket; in the query string, because paths are logged. */
    public static final String TICKET = "ticket";

    @Override
    public void answer(Exchange exchange) {
        throw HttpFailure.badRequest("the parameter " + TICKET + " is missing");
    }
}
