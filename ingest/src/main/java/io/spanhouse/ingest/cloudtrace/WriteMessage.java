package io.spanhouse.ingest.cloudtrace;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.http.CallAnswers;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.proto.cloudtrace.v2.Annotation;
import io.spanhouse.proto.cloudtrace.v2.Attributes;
import io.spanhouse.proto.cloudtrace.v2.BatchWriteSpansRequest;
import io.spanhouse.proto.cloudtrace.v2.Link;
import io.spanhouse.proto.cloudtrace.v2.Links;
import io.spanhouse.proto.cloudtrace.v2.Span;
import io.spanhouse.proto.cloudtrace.v2.StackFrames;
import io.spanhouse.proto.cloudtrace.v2.StackTrace;
import io.spanhouse.proto.cloudtrace.v2.TimeEvent;
import io.spanhouse.proto.cloudtrace.v2.TimeEvents;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the message of a call of the API's second version: many spans, or one. Spans are made objects of one by one, and
 * what is in one is counted before: the least of it takes two bytes of the message and fifty of memory.
 *
 * @param projectId as the call's headers have it; null if the message alone says it
 * @param unrouted judges what the message alone says
 * @param one whether the message is one span
 * @param limits of one span
 * @param answers told what was sent, where that is the answer
 */
record WriteMessage(@Nullable String projectId, UnroutedCall unrouted, boolean one, Limits limits, CallAnswers answers)
        implements RequestReader {
    private static final int NAME_TAG =
            BatchWriteSpansRequest.NAME_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private static final List<int[]> LISTS = List.of(
            new int[] {Span.ATTRIBUTES_FIELD_NUMBER, Attributes.ATTRIBUTE_MAP_FIELD_NUMBER},
            new int[] {Span.TIME_EVENTS_FIELD_NUMBER, TimeEvents.TIME_EVENT_FIELD_NUMBER},
            new int[] {Span.LINKS_FIELD_NUMBER, Links.LINK_FIELD_NUMBER},
            new int[] {
                Span.STACK_TRACE_FIELD_NUMBER, StackTrace.STACK_FRAMES_FIELD_NUMBER, StackFrames.FRAME_FIELD_NUMBER,
            },
            new int[] {
                Span.TIME_EVENTS_FIELD_NUMBER,
                TimeEvents.TIME_EVENT_FIELD_NUMBER,
                TimeEvent.ANNOTATION_FIELD_NUMBER,
                Annotation.ATTRIBUTES_FIELD_NUMBER,
                Attributes.ATTRIBUTE_MAP_FIELD_NUMBER,
            },
            new int[] {
                Span.LINKS_FIELD_NUMBER,
                Links.LINK_FIELD_NUMBER,
                Link.ATTRIBUTES_FIELD_NUMBER,
                Attributes.ATTRIBUTE_MAP_FIELD_NUMBER,
            });

    @Override
    public WalkResult read(ByteSlice bytes) throws MalformedRequestException {
        ByteBuffer message = ByteBuffer.wrap(bytes.array, bytes.offset, bytes.length);
        try {
            String project = projectId == null ? told(message.duplicate()) : projectId;
            WriteBatch batch = new WriteBatch(project, limits);
            if (one) {
                batch.add(span(message.duplicate()));
                answers.echo(message);
            } else {
                many(CodedInputStream.newInstance(message), project, batch);
            }
            return WalkResult.of(batch.build());
        } catch (IOException e) {
            throw PatchBatch.malformed("the message is none of this method's: " + e.getMessage());
        }
    }

    /** The project that the message names, which must be the one that the key writes to. */
    private String told(ByteBuffer message) throws IOException, MalformedRequestException {
        String name = one ? span(message).getName() : name(CodedInputStream.newInstance(message));
        String[] words = name.split("/", -1);
        if (words.length < 2 || !words[0].equals("projects") || words[1].isEmpty()) {
            throw PatchBatch.malformed("the name is '" + PatchBatch.shortened(name) + "', expected projects/...");
        }
        unrouted.require(words[1]);
        return words[1];
    }

    private static String name(CodedInputStream in) throws IOException {
        String name = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == NAME_TAG) {
                name = in.readStringRequireUtf8();
            } else {
                in.skipField(tag);
            }
        }
        return name;
    }

    private void many(CodedInputStream in, String project, WriteBatch batch)
            throws IOException, MalformedRequestException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            boolean bytes = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            int field = WireFormat.getTagFieldNumber(tag);
            if (bytes && field == BatchWriteSpansRequest.SPANS_FIELD_NUMBER) {
                batch.requireRoom();
                batch.add(span(in.readByteBuffer()));
            } else if (bytes && field == BatchWriteSpansRequest.NAME_FIELD_NUMBER) {
                requireProject(in.readStringRequireUtf8(), project);
            } else {
                in.skipField(tag);
            }
        }
    }

    private static void requireProject(String name, String project) throws MalformedRequestException {
        if (!name.equals("projects/" + project)) {
            throw PatchBatch.malformed("the message is of '" + PatchBatch.shortened(name) + "' and the header "
                    + PatchCallHandler.ROUTING + " of 'projects/" + project + "', expected the same in both");
        }
    }

    private Span span(ByteBuffer bytes) throws IOException, MalformedRequestException {
        int most = limits.attributesMax() + limits.eventsMax() + limits.linksMax();
        for (int[] path : LISTS) {
            if (MessageCount.count(CodedInputStream.newInstance(bytes.duplicate()), path, 0) > most) {
                throw PatchBatch.malformed("found a span with over " + most
                        + " attributes, events, links or frames, expected at most so many");
            }
        }
        return Span.parseFrom(bytes);
    }
}
