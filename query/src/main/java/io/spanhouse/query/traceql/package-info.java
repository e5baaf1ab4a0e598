/**
 * TraceQL: text to tree to what the store is asked. Knows no HTTP.
 *
 * <pre>
 * text --Lexer--> tokens --Parser, FieldParser--> {@link io.spanhouse.query.traceql.TraceQuery} --Validator--> the same
 *      --ConditionTranslation, PipelineTranslation--> {@code storage.filter}
 * </pre>
 *
 * <p>From the loosest to the tightest: {@code |}; {@code &&} and {@code ||} on one level, from the left; comparisons and
 * structural operators on one level, from the left; {@code + -}; {@code !}; {@code * / %}; {@code ^}, from the right; unary
 * minus.
 *
 * <table>
 * <caption>What a term means</caption>
 * <tr><th>TraceQL<th>asked of the store
 * <tr><td>{@code {c}}<td>the spans of a trace that meet c
 * <tr><td>{@code A && B}, {@code A || B}<td>both, either
 * <tr><td>{@code A > B}, {@code <}, {@code >>}, {@code <<}, {@code ~}; with {@code !}; with {@code &}<td>the spans of B that are
 *     children, parents, descendants, ancestors, siblings of some span of A; of no span of A; those and their partners in A
 * <tr><td>{@code .a}<td>the span's attribute, else its resource's
 * <tr><td>{@code x = y} and all other comparisons<td>false if either side is missing
 * <tr><td>{@code x != nil}, {@code x = nil}<td>is there, is not there
 * <tr><td>{@code nil = nil}, {@code nil != nil}<td>false
 * <tr><td>a comparison of status or kind with an attribute<td>false: no attribute has such a value
 * <tr><td>{@code x != y}, {@code x !~ y} of an array<td>no element is equal, none matches
 * <tr><td>{@code nestedSetParent < 0}<td>the span has no parent id
 * <tr><td>{@code trace:id = "1f"}<td>the id, zeros on the left added
 * <tr><td>{@code A | {c}}<td>the spans of A that also meet c
 * <tr><td>{@code | count() > 2}, {@code by(x)}, {@code coalesce()}<td>stages of a pipeline
 * <tr><td>{@code A | B} with any sets of spans, also behind stages<td>of each set those of its spans that B picks; who is whose
 *     parent is asked of the whole trace
 * <tr><td>{@code A | rate() by(x)} and so on<td>spans of A counted or measured, over time; A may be any pipeline, x what spans
 *     have by their traces
 * <tr><td>{@code select(x)}<td>listed with each span; picks nothing
 * </table>
 *
 * <p>What is decided, once, by example. One trace has the spans 1 checkout (of 500 ms, with foo "bar", n 3), under it 2 db
 * (status error, 100 ms, k 2, n 5) and 3 charge (200 ms, arr of "a" and "b"), under that 4 bank (50 ms); 1 and 2 are of the
 * service shop, 3 and 4 of pay. Another has the span 1 idle. The last column says what is picked: trace, colon, spans; one set
 * behind another. A test asks every row.
 *
 * <table>
 * <caption>Semantics</caption>
 * <tr><th>query<th>because<th>picks
 * <tr><td>{@code { name = `db` } && { name = `bank` }}<td>both pick spans of the trace: those of both<td>1:2 4
 * <tr><td>{@code { name = `db` } && { name = `idle` }}<td>one of them picks none: none<td>-
 * <tr><td>{@code { name = `db` } || { name = `idle` }}<td>those of either<td>1:2; 2:1
 * <tr><td>{@code { name = `db` } || { name = `idle` } && { name = `bank` }}<td>from the left, both operators alike<td>1:2 4
 * <tr><td>{@code { name = `checkout` } > {}}<td>of the right side, children of spans of the left<td>1:2 3
 * <tr><td>{@code { name = `bank` } < {}}<td>parents<td>1:3
 * <tr><td>{@code { name = `checkout` } >> {}}<td>descendants<td>1:2 3 4
 * <tr><td>{@code { name = `bank` } << {}}<td>ancestors<td>1:1 3
 * <tr><td>{@code { name = `db` } ~ {}}<td>siblings, but not the span itself<td>1:3
 * <tr><td>{@code { name = `idle` } ~ {}}<td>roots have no siblings<td>-
 * <tr><td>{@code { name = `checkout` } !> { name != `idle` }}<td>those that are no children of such<td>1:1 4
 * <tr><td>{@code { .dne = 1 } !> { name = `db` }}<td>of nothing, nothing is a child<td>1:2
 * <tr><td>{@code { name = `checkout` } &> { name = `db` }}<td>both sides that take part<td>1:1 2
 * <tr><td>{@code { .dne != `x` }}<td>a comparison with what is missing is false<td>-
 * <tr><td>{@code { .dne != .bar }}<td>on both sides, too<td>-
 * <tr><td>{@code { .foo != .bar }}<td>and on one<td>-
 * <tr><td>{@code { .dne = nil && name = `db` }}<td>what is missing is nil<td>1:2
 * <tr><td>{@code { .foo != nil }}<td>what is there is not<td>1:1
 * <tr><td>{@code { .foo != `` }}<td>a text that is there is not empty<td>1:1
 * <tr><td>{@code { nil = nil }}<td>nil is equal to nothing<td>-
 * <tr><td>{@code { nil != nil }}<td>and unequal to nothing<td>-
 * <tr><td>{@code { .foo != nil } > { .dne = nil }}<td>the same within a structure<td>1:2 3
 * <tr><td>{@code { true || .missing }}<td>true by itself is true beside what is missing<td>1:1 2 3 4; 2:1
 * <tr><td>{@code { !.missing }}<td>not of what is missing is not true<td>-
 * <tr><td>{@code { .service.name = `pay` }}<td>without a scope: the span's, else the resource's<td>1:3 4
 * <tr><td>{@code { span.service.name = `pay` }}<td>with one, only there<td>-
 * <tr><td>{@code { .n > 2.5 && .n < 3.5 }}<td>whole numbers and doubles compare<td>1:1
 * <tr><td>{@code { .n = 3ns }}<td>and with durations, in nanoseconds<td>1:1
 * <tr><td>{@code { .n = `3` }}<td>a number is no text<td>-
 * <tr><td>{@code { .n / 2 = 1 }}<td>whole numbers are divided without a rest<td>1:1
 * <tr><td>{@code { .k = server }}<td>an attribute is neither status nor kind<td>-
 * <tr><td>{@code { .foo =~ `a` }}<td>an expression matches the whole text<td>-
 * <tr><td>{@code { .foo =~ `.a.` }}<td>or does not<td>1:1
 * <tr><td>{@code { .arr = `a` }}<td>of an array any element<td>1:3
 * <tr><td>{@code { .arr != `a` }}<td>none of which may be equal<td>-
 * <tr><td>{@code { .arr !~ `z` }}<td>or match<td>1:3
 * <tr><td>{@code { duration > 50ms && duration < 0.5s }}<td>a duration is end minus start<td>1:2 3
 * <tr><td>{@code { trace:duration >= 500ms }}<td>of a trace, latest end minus earliest start<td>1:1 2 3 4
 * <tr><td>{@code { rootName = `checkout` && name = `db` }}<td>what the root has, every span has<td>1:2
 * <tr><td>{@code { nestedSetParent < 0 }}<td>the span has no parent id<td>1:1; 2:1
 * <tr><td>{@code { nestedSetParent = 1 }}<td>the parent's number, counted depth first<td>1:2 3
 * <tr><td>{@code { trace:id = `1` && span:id = `4` }}<td>ids are equal whatever zeros stand on their left<td>1:4
 * <tr><td>{@code {} | count() > 1}<td>spans are counted, of each trace<td>1:1 2 3 4
 * <tr><td>{@code {} | avg(.n) = 4}<td>what is missing does not count<td>1:1 2 3 4
 * <tr><td>{@code {} | min(.dne) >= 0}<td>a set without a value is dropped<td>-
 * <tr><td>{@code {} | by(.k) | count() > 0}<td>a set for each value, and one for none<td>1:1 3 4; 1:2; 2:1
 * <tr><td>{@code {} | by(name) | coalesce() | count() > 1}<td>sets of a trace joined again<td>1:1 2 3 4
 * <tr><td>{@code { name != `idle` } | { status = error }}<td>a filter behind another<td>1:2
 * <tr><td>{@code {} | select(.foo)}<td>picks nothing more and nothing less<td>1:1 2 3 4; 2:1
 * <tr><td>{@code {} | count() > 1 | { .n = 3 }}<td>also behind what was counted<td>1:1
 * <tr><td>{@code { .n > 0 } && { name = `bank` } | { .n = 3 }}<td>and behind several sets<td>1:1
 * <tr><td>{@code {} | by(resource.service.name) | {} > {}}<td>both sides are of the same set<td>1:2; 1:4
 * <tr><td>{@code { name = `bank` } | {} >> { name = `bank` }}<td>and nothing but that set's spans is there<td>-
 * <tr><td>{@code { name = `checkout` } || { name = `bank` } | {} >> { name = `bank` }}<td>but the tree is the whole trace's<td>1:4
 * <tr><td>{@code { name = `db` } with(most_recent=false)}<td>hints change nothing that is picked<td>1:2
 * </table>
 *
 * <p>Functions of metrics, in steps of a second that end with the second: span 1 of the first trace is in the step 0, all
 * others are in the step 1. The last column says the series: labels, then step and value.
 *
 * <table>
 * <caption>Metrics</caption>
 * <tr><th>query<th>because<th>comes to
 * <tr><td>{@code {} | count_over_time()}<td>spans, 0 where there are none<td>__name__=count_over_time:s 0.0/1.0 1.0/4.0 2.0/0.0
 * <tr><td>{@code {} | max_over_time(duration)}<td>durations are in seconds; no point where there is no value<td>__name__=max_over_time:s 0.0/0.5 1.0/0.2
 * <tr><td>{@code {} | min_over_time(.dne)}<td>a series without a point is none<td>-
 * <tr><td>{@code { .n > 0 } | count_over_time() by(.n, .dne)}<td>a label that a span lacks is left out<td>.n=3:i 0.0/1.0 1.0/0.0 2.0/0.0; .n=5:i 0.0/0.0 1.0/1.0 2.0/0.0
 * <tr><td>{@code { name = `bank` } | count_over_time() by(.n)}<td>unless it lacks all<td>.n=nil:s 0.0/0.0 1.0/1.0 2.0/0.0
 * <tr><td>{@code {} >> {} | rate()}<td>spans that a structural operator picks<td>__name__=rate:s 0.0/0.0 1.0/3.0 2.0/0.0
 * <tr><td>{@code { name = `checkout` } &> { status = error } | rate() by(name)}<td>of both sides, too<td>name=checkout:s 0.0/1.0 1.0/0.0 2.0/0.0; name=db:s 0.0/0.0 1.0/1.0 2.0/0.0
 * <tr><td>{@code {} | by(resource.service.name) | count() > 1 | rate()}<td>spans of the sets that are left<td>__name__=rate:s 0.0/1.0 1.0/3.0 2.0/0.0
 * <tr><td>{@code {} | rate() by(rootName)}<td>what the root has, every span has<td>rootName=checkout:s 0.0/1.0 1.0/3.0 2.0/0.0; rootName=idle:s 0.0/0.0 1.0/1.0 2.0/0.0
 * <tr><td>{@code {} | max_over_time(traceDuration)}<td>and what the whole trace has<td>__name__=max_over_time:s 0.0/0.5 1.0/0.5
 * <tr><td>{@code {} | count_over_time() by(nestedSetParent)}<td>where it stands in the tree is its own<td>nestedSetParent=-1:i 0.0/1.0 1.0/1.0 2.0/0.0; nestedSetParent=1:i 0.0/0.0 1.0/2.0 2.0/0.0; nestedSetParent=4:i 0.0/0.0 1.0/1.0 2.0/0.0
 * <tr><td>{@code {} | count_over_time() by(name) | topk(1)}<td>at each step by itself, ties by the first label<td>name=bank:s 1.0/1.0 2.0/0.0; name=checkout:s 0.0/1.0
 * <tr><td>{@code {} | count_over_time() > 1}<td>points that are not so go<td>__name__=count_over_time:s 1.0/4.0
 * <tr><td>{@code ({ status = error } | count_over_time()) / ({} | count_over_time())}<td>step by step; nothing by nothing is no point<td>__name__=(count_over_time / count_over_time):s 0.0/0.0 1.0/0.25
 * </table>
 *
 * <p>What Tempo itself does not support is refused by name: attributes of the parent, arithmetic between aggregates.
 *
 * <p>Imports {@code storage.filter}.
 */
@NullMarked
package io.spanhouse.query.traceql;

import org.jspecify.annotations.NullMarked;
