package io.spanhouse.storage.head;

/** Where the projects of a generation went when it became blocks. */
public interface SealedPlaces {
    /** The block of a project; its fragments are numbered as {@link Generation#sealInput} had them. */
    FragmentSource source(int project);

    /** Sequence number of the bucket that the block is in. */
    long bucket(int project);
}
