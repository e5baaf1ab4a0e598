package io.spanhouse.storage.scripts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The versions of deployments: what spans give as version, else the rank of the deployment's id among those of its script by
 * when each was first at work. One thread notes and numbers; any number read in between.
 */
final class DeploymentVersions {
    private final RunForms forms;
    /** When a deployment was first at work, by the codes of its script and its id. */
    private final Map<Long, Long> firstStarts = new HashMap<>();

    private final Map<Long, Integer> numbers = new HashMap<>();
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

    /** Gives numbers to what was noted. */
    void number() {
        if (!changed) {
            return;
        }
        changed = false;
        numbers.clear();
        List<Long> keys = new ArrayList<>(firstStarts.keySet());
        keys.sort((one, other) -> {
            int order = Long.compareUnsigned(
                    firstStarts.getOrDefault(one, 0L) - 1, firstStarts.getOrDefault(other, 0L) - 1);
            return order != 0 ? order : forms.text((int) (long) one).compareTo(forms.text((int) (long) other));
        });
        Map<Integer, Integer> last = new HashMap<>();
        for (long key : keys) {
            numbers.put(key, last.merge((int) (key >>> 32), 1, Integer::sum));
        }
    }

    /** The version of a form's deployment as lists show it, empty if it has none. */
    String text(int form) {
        String given = forms.text(form, RunForms.Part.DEPLOYMENT_VERSION);
        Integer number = given.isEmpty() ? numbers.get(key(form)) : null;
        return number == null ? given : number.toString();
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
