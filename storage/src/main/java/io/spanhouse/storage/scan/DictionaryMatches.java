package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.DictionaryReader;
import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Which values of one sorted dictionary of a block meet a test. Found out once for each value, and only for values that
 * occur in a row group that is looked into; a test for one value alone searches the dictionary once.
 *
 * <p>Units of work share it without a lock: an answer is one byte, and who does not see it yet finds the same answer.
 */
final class DictionaryMatches {
    private static final int NOT_SEARCHED = -2;
    private static final int ABSENT = -1;

    private final ValueTest test;
    private final ValueType type;
    private final byte @Nullable [] onlyValue;
    private volatile int onlyCode = NOT_SEARCHED;
    private volatile byte @Nullable [] known;

    DictionaryMatches(ValueTest test, ValueType type) {
        this.test = test;
        this.type = type;
        this.onlyValue = test.only(type);
    }

    /**
     * Which places of a column's list meet the test.
     *
     * @param into takes a mark for each place of the list
     * @return how many do
     */
    int mark(CodeColumn column, DictionaryReader dictionary, boolean[] into) {
        int listed = column.listSize();
        int[] list = column.list();
        byte[] only = onlyValue;
        if (only != null) {
            int place = placeOfOnly(column, dictionary, only);
            for (int i = 0; i < listed; i++) {
                into[i] = i == place;
            }
            return place < 0 ? 0 : 1;
        }
        byte[] answers = answers(dictionary.size());
        ByteSlice slice = new ByteSlice();
        int count = 0;
        for (int i = 0; i < listed; i++) {
            into[i] = matches(list[i], answers, dictionary, slice);
            count += into[i] ? 1 : 0;
        }
        return count;
    }

    /** Whether any value of the dictionary may meet the test; certain only of tests for one value. */
    boolean mayOccur(DictionaryReader dictionary) {
        byte[] only = onlyValue;
        return only == null || codeOfOnly(dictionary, only) != ABSENT;
    }

    /** Whether a code's value meets the test. */
    boolean matches(int code, DictionaryReader dictionary) {
        return matches(code, answers(dictionary.size()), dictionary, new ByteSlice());
    }

    private int placeOfOnly(CodeColumn column, DictionaryReader dictionary, byte[] only) {
        int code = codeOfOnly(dictionary, only);
        return code == ABSENT ? ABSENT : column.positionOf(code);
    }

    private int codeOfOnly(DictionaryReader dictionary, byte[] only) {
        int code = onlyCode;
        if (code == NOT_SEARCHED) {
            code = Math.max(ABSENT, dictionary.find(only, 0, only.length));
            onlyCode = code;
        }
        return code;
    }

    private byte[] answers(int size) {
        byte[] answers = known;
        if (answers == null) {
            answers = new byte[size];
            known = answers;
        }
        return answers;
    }

    private boolean matches(int code, byte[] answers, DictionaryReader dictionary, ByteSlice slice) {
        byte answer = answers[code];
        if (answer == CodeMemo.UNKNOWN) {
            dictionary.value(code, slice);
            answer = test.attribute(type, slice) ? CodeMemo.YES : CodeMemo.NO;
            answers[code] = answer;
        }
        return answer == CodeMemo.YES;
    }
}
