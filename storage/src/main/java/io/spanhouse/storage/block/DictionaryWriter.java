package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.index.DictionaryPages;
import java.util.ArrayList;
import java.util.List;

/** Writes the dictionaries of a block, one after the other by number, and keeps what the directory says of them. */
final class DictionaryWriter {
    private final ChunkOutput output;
    private final Encoders encoders;
    private final DictionaryPages pages;
    private final List<DictionaryInfo> infos = new ArrayList<>();
    private int entries;
    private long bytes;

    DictionaryWriter(ChunkOutput output, Encoders encoders) {
        this.output = output;
        this.encoders = encoders;
        this.pages = new DictionaryPages(encoders.compression, this::putPage);
    }

    /** Starts the dictionary of a number that is higher than all before; those left out are empty. */
    void begin(int number) {
        skipTo(number);
        pages.reset();
        entries = 0;
        bytes = 0;
    }

    /** The next value; greater than the one before. */
    void add(byte[] array, int offset, int length) {
        pages.add(array, offset, length);
        entries++;
        bytes += length;
    }

    /** Ends the dictionary. */
    void end() {
        int number = infos.size();
        int pageCount = pages.finish();
        if (pageCount > 1) {
            ByteWriter out = output.begin();
            pages.writeIndex(encoders.numbers, encoders.texts, out);
            output.end(ChunkKind.DICTIONARY_INDEX, number, 0);
        }
        infos.add(new DictionaryInfo(DictionaryMode.SORTED, entries, pageCount, bytes));
    }

    /** A number whose values are kept without a dictionary. */
    void without(int number, DictionaryMode mode) {
        skipTo(number);
        infos.add(new DictionaryInfo(mode, 0, 0, 0));
    }

    /** Leaves the numbers below this empty. */
    void skipTo(int number) {
        while (infos.size() < number) {
            infos.add(DictionaryInfo.EMPTY);
        }
    }

    /** What is known of the dictionaries so far, by number. */
    List<DictionaryInfo> infos() {
        return infos;
    }

    private void putPage(int page, ByteWriter payload) {
        output.begin().bytes(payload.array(), 0, payload.size());
        output.end(ChunkKind.DICTIONARY, infos.size(), page);
    }
}
