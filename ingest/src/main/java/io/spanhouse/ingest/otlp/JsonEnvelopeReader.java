package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.EntityReferences;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads resource and scope objects of JSON. Not thread-safe. */
final class JsonEnvelopeReader {
    private final JsonInput in;
    private final SpanIntake intake;
    private final JsonTexts texts;
    private final JsonValueReader values;

    JsonEnvelopeReader(JsonInput in, SpanIntake intake, JsonTexts texts, JsonValueReader values) {
        this.in = in;
        this.intake = intake;
        this.texts = texts;
        this.values = values;
    }

    /** Reads a resource object. */
    void resource(EnvelopeDraft into) throws MalformedRequestException {
        in.requireObject("resource");
        into.present = true;
        intake.repairs = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "attributes":
                    attributes(into);
                    break;
                case "droppedAttributesCount":
                    into.droppedAttributes = in.uint32(name);
                    break;
                case "entityRefs":
                    entities(into);
                    break;
                default:
                    in.skip();
            }
        }
        into.repairs |= intake.repairs;
    }

    /** Reads a scope object. */
    void scope(EnvelopeDraft into) throws MalformedRequestException {
        in.requireObject("scope");
        into.present = true;
        intake.repairs = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "name":
                    into.name = texts.code(name);
                    break;
                case "version":
                    into.version = texts.code(name);
                    break;
                case "attributes":
                    attributes(into);
                    break;
                case "droppedAttributesCount":
                    into.droppedAttributes = in.uint32(name);
                    break;
                default:
                    in.skip();
            }
        }
        into.repairs |= intake.repairs;
    }

    private void attributes(EnvelopeDraft into) throws MalformedRequestException {
        in.requireArray("attributes");
        while (in.nextElement()) {
            if (in.isNull()) {
                continue;
            }
            if (into.takesAttribute(intake.limits.attributesMax())) {
                into.attribute(values.pair());
            } else {
                in.skip();
            }
        }
    }

    private void entities(EnvelopeDraft into) throws MalformedRequestException {
        in.requireArray("entityRefs");
        while (in.nextElement()) {
            if (!in.isNull()) {
                into.entity(entity(), intake.limits.valueBytesMax());
            }
        }
    }

    private EntityReferences.Reference entity() throws MalformedRequestException {
        in.requireObject("entityRef");
        String schemaUrl = "";
        String type = "";
        List<String> idKeys = new ArrayList<>();
        List<String> descriptionKeys = new ArrayList<>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "schemaUrl":
                    schemaUrl = string(name);
                    break;
                case "type":
                    type = string(name);
                    break;
                case "idKeys":
                    strings(name, idKeys);
                    break;
                case "descriptionKeys":
                    strings(name, descriptionKeys);
                    break;
                default:
                    in.skip();
            }
        }
        return new EntityReferences.Reference(schemaUrl, type, idKeys, descriptionKeys);
    }

    private void strings(String what, List<String> into) throws MalformedRequestException {
        in.requireArray(what);
        while (in.nextElement()) {
            if (into.size() < intake.limits.attributesMax()) {
                into.add(string(what));
            } else {
                in.skip();
                intake.repairs |= SpanRepair.ATTR_COUNT.bit();
            }
        }
    }

    /** Through UTF-8, so that lone surrogates are repaired as everywhere. */
    private String string(String what) throws MalformedRequestException {
        JsonText text = texts.text;
        intake.repairs |= in.text(what, text, intake.limits.valueBytesMax());
        return new String(text.array, 0, text.length, StandardCharsets.UTF_8);
    }
}
