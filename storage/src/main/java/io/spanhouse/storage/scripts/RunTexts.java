package io.spanhouse.storage.scripts;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The columns of runs as lists show them. */
public final class RunTexts {
    private static final int NANOS_A_MILLISECOND_DIGITS = 6;
    private static final int MICROSECOND_DIGITS = 3;

    private RunTexts() {}

    /** A response time in milliseconds, to the microsecond, without zeros at the end. */
    public static String millis(long nanos) {
        BigDecimal millis = new BigDecimal(Long.toUnsignedString(nanos))
                .movePointLeft(NANOS_A_MILLISECOND_DIGITS)
                .setScale(MICROSECOND_DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return millis.scale() < 0 ? millis.setScale(0).toPlainString() : millis.toPlainString();
    }

    /** The text of a column that all runs of a form share. */
    static String ofForm(RunTable table, int form, RunColumn column) {
        RunForms forms = table.forms();
        return switch (column) {
            case DEPLOYMENT_VERSION -> table.versions().text(form);
            case FUNCTION -> forms.text(form, RunForms.Part.FUNCTION);
            case SOURCE_TYPE -> forms.text(form, RunForms.Part.SOURCE_TYPE);
            case SOURCE -> forms.text(form, RunForms.Part.SOURCE);
            case USER -> forms.text(form, RunForms.Part.USER);
            case INVOCATION -> forms.text(form, RunForms.Part.INVOCATION);
            case DEPLOYMENT -> forms.text(form, RunForms.Part.DEPLOYMENT);
            case RUN_ID, STATUS, RESPONSE_TIME, EXECUTED_ON ->
                throw new IllegalArgumentException(column + " is no column of forms");
        };
    }

    /** Whether all runs of a form have the same text in a column. */
    static boolean isOfForm(RunColumn column) {
        return switch (column) {
            case DEPLOYMENT_VERSION, FUNCTION, SOURCE_TYPE, SOURCE, USER, INVOCATION, DEPLOYMENT -> true;
            case RUN_ID, STATUS, RESPONSE_TIME, EXECUTED_ON -> false;
        };
    }

    /** The text of a column of one run. */
    static String of(RunTable table, RunState run, RunColumn column) {
        return switch (column) {
            case RUN_ID -> table.ids().text(run.run);
            case STATUS -> run.status.text();
            case RESPONSE_TIME -> run.status == RunStatus.SUCCESS ? millis(run.responseNanos()) : "";
            case EXECUTED_ON -> Long.toUnsignedString(run.startNanos);
            case DEPLOYMENT_VERSION, FUNCTION, SOURCE_TYPE, SOURCE, USER, INVOCATION, DEPLOYMENT ->
                ofForm(table, run.form, column);
        };
    }
}
