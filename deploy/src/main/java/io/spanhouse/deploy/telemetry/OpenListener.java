package io.spanhouse.deploy.telemetry;

import io.spanhouse.storage.access.Entrance;
import java.util.List;

/**
 * A listener and what it answers, as {@code /routes} shows it.
 *
 * @param name of the settings that it has, such as {@code query}
 * @param port on which it really listens
 * @param entrances what it answers
 */
public record OpenListener(String name, int port, List<Entrance> entrances) {
    public OpenListener {
        entrances = List.copyOf(entrances);
    }
}
