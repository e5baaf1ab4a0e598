package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.EntityReferences;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code Resource} messages of protobuf. */
final class ResourceReader extends EnvelopeReader {
    private static final int ATTRIBUTES = 1 << 3 | WireReader.BYTES;
    private static final int DROPPED_ATTRIBUTES = 2 << 3 | WireReader.VARINT;
    private static final int ENTITY_REFS = 3 << 3 | WireReader.BYTES;

    private static final int ENTITY_SCHEMA_URL = 1 << 3 | WireReader.BYTES;
    private static final int ENTITY_TYPE = 2 << 3 | WireReader.BYTES;
    private static final int ENTITY_ID_KEYS = 3 << 3 | WireReader.BYTES;
    private static final int ENTITY_DESCRIPTION_KEYS = 4 << 3 | WireReader.BYTES;

    ResourceReader(WireReader in, SpanIntake intake, PairReader pairs) {
        super(in, intake, pairs);
    }

    @Override
    void field(int tag, EnvelopeDraft into) throws MalformedRequestException {
        switch (tag) {
            case ATTRIBUTES:
                attribute(into);
                break;
            case DROPPED_ATTRIBUTES:
                into.droppedAttributes = (int) in.varint();
                break;
            case ENTITY_REFS:
                into.entity(entity(), intake.limits.valueBytesMax());
                break;
            default:
                in.skip(tag);
        }
    }

    private EntityReferences.Reference entity() throws MalformedRequestException {
        String schemaUrl = "";
        String type = "";
        List<String> idKeys = new ArrayList<>();
        List<String> descriptionKeys = new ArrayList<>();
        int outer = in.enter();
        while (in.more()) {
            int tag = in.tag();
            switch (tag) {
                case ENTITY_SCHEMA_URL:
                    schemaUrl = string();
                    break;
                case ENTITY_TYPE:
                    type = string();
                    break;
                case ENTITY_ID_KEYS:
                    key(idKeys);
                    break;
                case ENTITY_DESCRIPTION_KEYS:
                    key(descriptionKeys);
                    break;
                default:
                    in.skip(tag);
            }
        }
        in.leave(outer);
        return new EntityReferences.Reference(schemaUrl, type, idKeys, descriptionKeys);
    }

    /** Keys are those of attributes, so there cannot be more of them than of attributes. */
    private void key(List<String> keys) throws MalformedRequestException {
        if (keys.size() < intake.limits.attributesMax()) {
            keys.add(string());
        } else {
            int length = in.length();
            in.position += length;
            intake.repairs |= SpanRepair.ATTR_COUNT.bit();
        }
    }

    /** Hardly any resource has entity references, and one is read once a request: plain strings will do. */
    private String string() throws MalformedRequestException {
        int length = in.length();
        intake.repairs |= intake.text.clean(in.bytes, in.position, length, intake.limits.valueBytesMax());
        in.position += length;
        return new String(intake.text.array, intake.text.offset, intake.text.length, StandardCharsets.UTF_8);
    }
}
