package io.spanhouse.storage.faults;

import java.util.ArrayList;
import java.util.List;

/** What became of many rounds of damage. */
final class Tally {
    private final List<String> wrong = new ArrayList<>();
    private int rounds;
    private int whole;
    private int healed;
    private int partial;
    private int refused;
    private int lostTraces;

    void wrong(String what) {
        wrong.add(what);
    }

    /** Nothing was missing and nothing was said. */
    void whole() {
        rounds++;
        whole++;
    }

    /** Nothing was missing, and the damage was named. */
    void healed() {
        rounds++;
        healed++;
    }

    /** Something was missing, and the answers said so. */
    void partial(int traces) {
        rounds++;
        partial++;
        lostTraces += traces;
    }

    /** The store did not open and named the file. */
    void refused() {
        rounds++;
        refused++;
    }

    List<String> wrong() {
        return wrong;
    }

    /** Damages that were named. */
    int named() {
        return healed + partial;
    }

    @Override
    public String toString() {
        return rounds + " damages: " + whole + " of no consequence, " + healed + " named and healed, " + partial
                + " named in answers that lacked " + lostTraces + " traces in all, " + refused + " refused at open, "
                + wrong.size() + " wrong\n" + String.join("\n", wrong);
    }
}
