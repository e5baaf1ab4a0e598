package io.spanhouse.ingest.admission;

/**
 * Who sends, as the headers proved.
 *
 * @param keyName what rates are kept by and logs may show; never the secret
 * @param project number of the project that the spans go to
 * @param projectName its name, for counters
 * @param bytesPerSecond how many inflated bytes a second this key may send, 0 for no limit
 */
public record Sender(String keyName, int project, String projectName, long bytesPerSecond) {}
