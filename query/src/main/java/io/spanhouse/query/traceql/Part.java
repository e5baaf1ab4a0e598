package io.spanhouse.query.traceql;

/** What can stand between two operators or pipes; which of them may stand where is the parser's to say. */
sealed interface Part permits SpansetExpression, ScalarExpression, Stage, MetricsExpression {}
