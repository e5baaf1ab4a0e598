package io.spanhouse.storage.filter;

/** How the spans of a right side must stand to those of a left side in the tree of their trace. */
public enum Kinship {
    /** The parent is on the left. */
    CHILD,
    /** A child is on the left. */
    PARENT,
    /** Some ancestor is on the left. */
    DESCENDANT,
    /** Some descendant is on the left. */
    ANCESTOR,
    /** Another child of the same parent is on the left; a root or an orphan has no siblings. */
    SIBLING;

    /** The same seen from the other side. */
    public Kinship inverse() {
        switch (this) {
            case CHILD:
                return PARENT;
            case PARENT:
                return CHILD;
            case DESCENDANT:
                return ANCESTOR;
            case ANCESTOR:
                return DESCENDANT;
            case SIBLING:
                return SIBLING;
        }
        throw new AssertionError(this);
    }
}
