package io.spanhouse.storage.block;

import io.spanhouse.storage.model.IntColumn;
import java.util.Arrays;

/** Turns the shapes of pivots, whose members are columns of the block, into those of a header: positions in its list. */
final class ShapeTranslation {
    private ShapeTranslation() {}

    /** Puts the shapes of each pivot into the header, one after the other. */
    static void translate(LevelPivot[] pivots, GroupHeader header) {
        int[] positionOf = positions(header.numbers);
        int[] members = new int[64];
        for (int i = 0; i < pivots.length; i++) {
            Sequences shapes = pivots[i].shapes();
            for (int shape = 0; shape < shapes.size(); shape++) {
                int length = shapes.end(shape) - shapes.start(shape);
                if (members.length < length) {
                    members = new int[length * 2];
                }
                for (int j = 0; j < length; j++) {
                    int column = Field.FIRST_ATTRIBUTE + shapes.members()[shapes.start(shape) + j];
                    members[j] = positionOf[column];
                }
                header.shapes[i].intern(members, length);
            }
        }
    }

    /** Position in a list of column numbers, by number; -1 for those that are not listed. */
    static int[] positions(IntColumn numbers) {
        int most = 0;
        for (int i = 0; i < numbers.size(); i++) {
            most = Math.max(most, numbers.get(i));
        }
        int[] positions = new int[most + 1];
        Arrays.fill(positions, -1);
        for (int i = 0; i < numbers.size(); i++) {
            positions[numbers.get(i)] = i;
        }
        return positions;
    }
}
