package io.github.websocketstarter.build;

import java.time.Duration;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class FindingsExtensionTests {

	@Test
	void runWithLeakFailsThoughItsTestSucceeds() {
		EngineExecutionResults results = run(Leaking.class);

		assertThat(results.testEvents().succeeded().count()).isOne();
		assertFailed(results, "LEAK: ByteBuf was not released");
	}

	@Test
	void runWithBlockedThreadFailsThoughItsTestSucceeds() {
		EngineExecutionResults results = run(Blocking.class);

		assertThat(results.testEvents().succeeded().count()).isOne();
		assertFailed(results, "BLOCKED: parallel");
	}

	@Test
	void runWithoutFindingsSucceeds() {
		EngineExecutionResults results = run(Releasing.class);

		assertThat(results.allEvents().failed().count()).isZero();
	}

	private EngineExecutionResults run(Class<?> testClass) {
		return EngineTestKit.engine("junit-jupiter")
			.enableImplicitConfigurationParameters(true)
			.selectors(DiscoverySelectors.selectClass(testClass))
			.execute();
	}

	private void assertFailed(EngineExecutionResults results, String finding) {
		results.containerEvents()
			.assertThatEvents()
			.haveExactly(1, EventConditions
				.finishedWithFailure(TestExecutionResultConditions.message((message) -> message.contains(finding))));
	}

	static class Leaking {

		@Test
		void leaks() {
			ByteBufAllocator.DEFAULT.buffer(1);
		}

	}

	static class Blocking {

		@Test
		void blocksAndSwallowsTheError() {
			Mono<?> blocking = Mono.delay(Duration.ofMillis(1)).doOnNext((tick) -> sleep());

			blocking.onErrorComplete().block(Duration.ofSeconds(5));
		}

		private static void sleep() {
			try {
				Thread.sleep(1);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	static class Releasing {

		@Test
		void releases() {
			ByteBufAllocator.DEFAULT.buffer(1).release();
		}

	}

}
