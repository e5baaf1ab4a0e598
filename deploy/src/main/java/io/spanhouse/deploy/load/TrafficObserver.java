package io.spanhouse.deploy.load;

import java.io.IOException;

/** Is told what becomes of each request. Both methods may be called by many threads at once. */
public interface TrafficObserver {
    /** Nobody looks. */
    TrafficObserver NONE = new TrafficObserver() {
        @Override
        public void sending(byte[] request) {}

        @Override
        public void ended(byte[] request, ExportAnswer answer) {}
    };

    /** A request is about to be sent for the first time; repeats are not told. */
    void sending(byte[] request) throws IOException;

    /** A request was answered, or is not tried again. */
    void ended(byte[] request, ExportAnswer answer) throws IOException;
}
