package io.github.websocketstarter.build;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What went wrong behind the back of the tests of one run.
 */
final class Findings {

	/**
	 * Stack frames that say how a test was called, which is the longer part of a trace.
	 */
	private static final Predicate<String> OF_THE_TEST_RUNNER = Pattern
		.compile("^\\s*(at )?(java\\.base/)?(java\\.lang\\.reflect|jdk\\.internal|org\\.apache\\.maven|org\\.junit)\\.")
		.asPredicate();

	private static final List<String> findings = new ArrayList<>();

	private Findings() {
	}

	static synchronized void add(String finding) {
		findings.add(finding.lines().filter(OF_THE_TEST_RUNNER.negate()).collect(Collectors.joining("\n")));
	}

	static synchronized List<String> drain() {
		List<String> drained = List.copyOf(findings);
		findings.clear();
		return drained;
	}

}
