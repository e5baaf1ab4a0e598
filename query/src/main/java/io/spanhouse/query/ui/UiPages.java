package io.spanhouse.query.ui;

import io.spanhouse.query.MountedHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The paths that the UI answers. What is not among them is for the interfaces, and for their 404. */
public final class UiPages {
    /** Pages, as {@code app/routes.js} has them, and those of other tools that it sends on, by the module that shows them. */
    private static final Map<String, List<String>> PAGES = Map.ofEntries(
            Map.entry("explore/page", List.of("/", "/explore", "/search")),
            Map.entry("trace/page", List.of("/trace/{id}", "/zipkin/traces/{id}")),
            Map.entry("compare/page", List.of("/compare/{one}/{other}")),
            Map.entry("services/page", List.of("/services", "/services/{name}")),
            Map.entry("services/map", List.of("/map")),
            Map.entry("errors/page", List.of("/errors", "/errors/{fingerprint}")),
            Map.entry("scripts/page", List.of("/scripts", "/scripts/{key}", "/scripts/{key}/runs/{run}")),
            Map.entry("recordings/page", List.of("/scripts/{key}/recordings/{run}")),
            Map.entry("definitions/page", List.of("/definitions", "/definitions/{id}")),
            Map.entry("admin/page", List.of("/admin", "/admin/{tab}")));

    private UiPages() {}

    /** The paths with what answers them. */
    public static List<MountedHandler> mounted() {
        UiFiles files = UiFiles.load();
        List<MountedHandler> mounted = new ArrayList<>();
        PAGES.forEach((module, paths) -> {
            UiHandler handler = new UiHandler(files, "pages/" + module + ".js");
            for (String path : paths) {
                mounted.add(new MountedHandler(MountedHandler.EVERY_METHOD, path, null, handler));
            }
        });
        mounted.add(new MountedHandler(
                MountedHandler.EVERY_METHOD, UiHandler.FILES + "{build}/{path...}", null, new UiHandler(files, "")));
        return mounted;
    }
}
