package io.github.websocketstarter.build;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test run that leaked a buffer or blocked an event loop, even where no test
 * noticed. JUnit finds it as a service and closes what it keeps in the root store after
 * the last test, which is when all garbage can be collected.
 */
public final class FindingsExtension implements BeforeAllCallback {

	private static final Namespace NAMESPACE = Namespace.create(FindingsExtension.class);

	/**
	 * How often garbage is collected. Once is not enough for what hangs on a finalizer or
	 * on a task of an event loop.
	 */
	private static final int COLLECTIONS = 3;

	private static final Duration PAUSE = Duration.ofMillis(100);

	/**
	 * Create the extension, as JUnit does.
	 */
	public FindingsExtension() {
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(AutoCloseable.class, (key) -> (AutoCloseable) this::check);
	}

	private void check() throws InterruptedException {
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
			Thread.sleep(PAUSE.toMillis());
			RecordingLeakDetector.flush();
		}
		List<String> findings = Findings.drain();
		if (!findings.isEmpty()) {
			throw new AssertionError(String.join("\n\n", findings));
		}
	}

}
