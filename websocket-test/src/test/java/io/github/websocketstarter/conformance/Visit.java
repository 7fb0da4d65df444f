package io.github.websocketstarter.conformance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Mono;

/**
 * What one connection to an annotated endpoint shares with its test. The endpoint's
 * methods get it as an argument, as they get all that an application has a resolver for.
 */
final class Visit {

	private final String id;

	private final List<String> notes = new CopyOnWriteArrayList<>();

	private final CompletableFuture<Void> leave = new CompletableFuture<>();

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicInteger under = new AtomicInteger();

	private final AtomicInteger mostAtOnce = new AtomicInteger();

	Visit(String id) {
		this.id = id;
	}

	/** Return the target of a request that makes this visit. */
	String to(String path) {
		return path + (path.contains("?") ? "&" : "?") + "visit=" + this.id;
	}

	// The endpoint's part

	void note(String note) {
		this.notes.add(note);
	}

	void enter() {
		this.calls.incrementAndGet();
		this.mostAtOnce.accumulateAndGet(this.under.incrementAndGet(), Math::max);
	}

	void leave() {
		this.under.decrementAndGet();
	}

	/** Block until the test allows to go on. */
	void block() throws InterruptedException {
		try {
			this.leave.get(TestServer.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Block for some time, or until the test allows to go on. */
	void blockFor(Duration time) throws InterruptedException {
		try {
			this.leave.get(time.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			// That was the time.
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Complete when the test allows to go on. */
	Mono<Void> allowed() {
		return Mono.fromFuture(this.leave, true);
	}

	// The test's part

	void allow() {
		this.leave.complete(null);
	}

	List<String> notes() {
		return List.copyOf(this.notes);
	}

	/** How many calls have begun. */
	int calls() {
		return this.calls.get();
	}

	/** How many calls have begun and not ended. */
	int callsUnderWay() {
		return this.under.get();
	}

	int mostCallsAtOnce() {
		return this.mostAtOnce.get();
	}

}
