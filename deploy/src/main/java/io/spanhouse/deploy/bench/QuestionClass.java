package io.spanhouse.deploy.bench;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Questions of one kind, each with other parameters.
 *
 * @param key names it on the command line
 * @param title names it in the table
 * @param budgets of a server that is warm and has nothing else to do
 * @param question the question with a number
 */
record QuestionClass(String key, String title, List<Budget> budgets, IntFunction<Question> question) {}
