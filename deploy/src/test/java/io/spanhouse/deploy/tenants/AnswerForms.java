package io.spanhouse.deploy.tenants;

import java.util.regex.Pattern;

/** How each dialect says 401 and 403. */
final class AnswerForms {
    private AnswerForms() {}

    /** Whether a refusal has its dialect's status and form. */
    static boolean isRefusal(Entry entry, Heard heard, int status) {
        String code = status == 401 ? "UNAUTHENTICATED" : "PERMISSION_DENIED";
        if (entry.grpc()) {
            return heard.status().equals(code);
        }
        return heard.status().equals(Integer.toString(status))
                && Pattern.compile(form(entry, status, code), Pattern.DOTALL)
                        .matcher(heard.type() + " " + heard.text())
                        .matches();
    }

    private static String form(Entry entry, int status, String code) {
        String path = entry.path();
        if (entry.listener().equals("admin")) {
            return "text/plain; charset=utf-8 [^\n]+\n";
        }
        if (entry.listener().equals("otlp-http")) {
            return "application/json \\{\"code\":" + (status == 401 ? 16 : 7) + ",\"message\":\"[^\"]+\".*";
        }
        if (entry.listener().equals("jaeger-http") || path.startsWith("/jaeger/")) {
            return path.contains("/api/v3/")
                    ? "application/json \\{\"error\":\\{\"grpcCode\":" + (status == 401 ? 16 : 7) + ",\"httpCode\":"
                            + status + ",.*"
                    : "application/json \\{\"data\":null,.*\"errors\":\\[\\{\"code\":" + status + ",\"msg\":\".*";
        }
        if (path.startsWith("/api/spanhouse/v1/openapi/")) {
            return "text/plain.* [^\n]+\n?";
        }
        if (path.startsWith("/api/spanhouse/") || path.startsWith("/api/v0/")) {
            return "application/json \\{\"error\":\\{\"message\":\"[^\"]+\".*";
        }
        if (path.startsWith("/v1/projects/") || path.startsWith("/v2/projects/")) {
            return "application/json(; charset=utf-8)? \\{\"error\":\\{\"code\":" + status
                    + ",\"message\":\"[^\"]+\",\"status\":\"" + code + "\".*";
        }
        if (path.startsWith("/v1.1/")) {
            return "application/json \\{\"detail\":\"[^\"]+\"}";
        }
        return "text/plain; ?charset=utf-8 [^\n]+\n?";
    }
}
