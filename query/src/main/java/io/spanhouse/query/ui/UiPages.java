package io.spanhouse.query.ui;

import io.spanhouse.query.MountedHandler;
import java.util.ArrayList;
import java.util.List;

/** The paths that the UI answers. What is not among them is for the interfaces, and for their 404. */
public final class UiPages {
    /** Pages, as {@code app/routes.js} has them, and those of other tools that it sends on. */
    private static final List<String> PAGES = List.of(
            "/",
            "/explore",
            "/trace/{id}",
            "/compare/{one}/{other}",
            "/services",
            "/services/{name}",
            "/map",
            "/errors",
            "/errors/{fingerprint}",
            "/scripts",
            "/scripts/{key}",
            "/scripts/{key}/runs/{run}",
            "/scripts/{key}/recordings/{run}",
            "/definitions",
            "/definitions/{id}",
            "/admin",
            "/admin/{tab}",
            "/search",
            "/zipkin/traces/{id}");

    private UiPages() {}

    /** The paths with what answers them. */
    public static List<MountedHandler> mounted() {
        UiHandler handler = new UiHandler(UiFiles.load());
        List<MountedHandler> mounted = new ArrayList<>();
        for (String page : PAGES) {
            mounted.add(new MountedHandler(MountedHandler.EVERY_METHOD, page, handler));
        }
        mounted.add(new MountedHandler(MountedHandler.EVERY_METHOD, UiHandler.FILES + "{build}/{path...}", handler));
        return mounted;
    }
}
