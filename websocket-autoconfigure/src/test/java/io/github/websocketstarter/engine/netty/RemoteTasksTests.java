package io.github.websocketstarter.engine.netty;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * CC-2: calls for a connection keep their order, also behind messages for many.
 */
class RemoteTasksTests {

	// What the event loop will run as soon as it has a thread.
	private final AtomicReference<Runnable> later = new AtomicReference<>();

	private final EventLoop loop = new DefaultEventLoop(this.later::set);

	private final Tasks tasks = new Tasks(this.loop);

	private final List<String> calls = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
	}

	// What a broadcast does on the thread that sends and then on the event loop.
	private void broadcast(String message) {
		if (this.tasks.tryClaim()) {
			this.loop.execute(() -> {
				this.calls.add(message);
				this.tasks.unclaim();
			});
		}
		else {
			call(message);
		}
	}

	private void call(String name) {
		this.tasks.execute(() -> this.calls.add(name));
	}

	private List<String> made() {
		new Thread(this.later.get(), "event loop").start();
		for (int i = 0; i < 2; i++) {
			this.loop.submit(() -> {
			}).syncUninterruptibly();
		}
		return this.calls;
	}

	@Test
	void callsOfOneThreadKeepTheirOrder() {
		call("one");
		call("two");
		call("three");

		assertThat(made()).containsExactly("one", "two", "three");
	}

	@Test
	void callsAndBroadcastsKeepTheirOrder() {
		call("one");
		broadcast("two");
		call("three");
		broadcast("four");

		assertThat(made()).containsExactly("one", "two", "three", "four");
	}

	@Test
	void callsBehindABroadcastComeAfterIt() {
		broadcast("one");
		call("two");
		broadcast("three");
		call("four");

		assertThat(made()).containsExactly("one", "two", "three", "four");
	}

	// As a message of the peer does, which is read before the tasks are run
	@Test
	void callOnTheEventLoopDoesNotLetOthersOvertakeABroadcast() {
		this.loop.execute(() -> call("from the event loop"));
		broadcast("one");
		call("two");
		broadcast("three");

		assertThat(made()).containsExactly("one", "two", "three", "from the event loop");
	}

	@Test
	void callOnTheEventLoopIsMadeAtOnceIfNoneWaits() {
		this.loop.execute(() -> call("from the event loop"));
		broadcast("one");

		assertThat(made()).containsExactly("from the event loop", "one");
	}

	@Test
	void broadcastOfTheEventLoopDoesNotLetOthersOvertakeABroadcast() {
		this.loop.execute(() -> this.calls.add(this.tasks.tryDrain() ? "drained" : "held back"));
		broadcast("one");
		call("two");

		assertThat(made()).containsExactly("held back", "one", "two");
	}

	private static final class Tasks extends RemoteTasks {

		Tasks(EventLoop loop) {
			super(loop);
		}

		@Override
		void taskFailed(Throwable error) {
			throw new IllegalStateException(error);
		}

		@Override
		void beforeTasks() {
			// nothing to collect
		}

		@Override
		void afterTasks() {
			// nothing to flush
		}

	}

}
