package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of deployments: what spans give as version, else the number that the deployment got when it was first seen
 * ({@link Deployments}). Those that are seen first together get theirs in the order in which they were first at work. One
 * thread notes and numbers; any number read in between.
 */
final class DeploymentVersions {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentVersions.class);

    private final RunForms forms;
    /** When a deployment was first at work, by the codes of its script and its id. */
    private final Map<Long, Long> firstStarts = new HashMap<>();

    private final Map<Long, Long> numbers = new HashMap<>();
    private boolean changed;

    DeploymentVersions(RunForms forms) {
        this.forms = forms;
    }

    private long key(int form) {
        return (long) forms.code(form, RunForms.Part.SCRIPT) << 32 | forms.code(form, RunForms.Part.DEPLOYMENT);
    }

    /** Notes that something with this form was at work at a time. */
    void note(int form, long startNanos) {
        if (forms.code(form, RunForms.Part.DEPLOYMENT) == 0) {
            return;
        }
        long key = key(form);
        Long known = firstStarts.get(key);
        // 0, which is not given, comes last.
        if (known == null || Long.compareUnsigned(startNanos - 1, known - 1) < 0) {
            firstStarts.put(key, startNanos);
            changed = true;
        }
    }

    /** Gives numbers to what was noted; what the disk refuses to number now has none until the next time. */
    void number(SpanSource source) {
        if (!changed) {
            return;
        }
        List<Long> keys = new ArrayList<>(firstStarts.keySet());
        keys.removeIf(numbers::containsKey);
        keys.sort((one, other) -> {
            int order = Long.compareUnsigned(
                    firstStarts.getOrDefault(one, 0L) - 1, firstStarts.getOrDefault(other, 0L) - 1);
            return order != 0 ? order : deployment(one).compareTo(deployment(other));
        });
        try {
            for (long key : keys) {
                numbers.put(key, source.deploymentVersion(forms.text((int) (key >>> 32)), deployment(key)));
            }
            changed = false;
        } catch (StoreException e) {
            LOG.warn("Deployments cannot be numbered now", e);
        }
    }

    private String deployment(long key) {
        return forms.text((int) key);
    }

    /** The version of a form's deployment as lists show it, empty if it has none. */
    String text(int form) {
        String given = forms.text(form, RunForms.Part.DEPLOYMENT_VERSION);
        Long number = given.isEmpty() ? numbers.get(key(form)) : null;
        return number == null || number == Deployments.NONE ? given : number.toString();
    }

    /** When the newest deployment of a script was first at work, 0 if none is known. */
    long newestStart(String script) {
        int code = forms.find(script);
        long newest = 0;
        for (Map.Entry<Long, Long> entry : firstStarts.entrySet()) {
            if ((int) (entry.getKey() >>> 32) == code && Long.compareUnsigned(entry.getValue(), newest) > 0) {
                newest = entry.getValue();
            }
        }
        return newest;
    }
}
