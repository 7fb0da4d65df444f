package io.github.websocketstarter.endpoint;

import io.github.websocketstarter.start.Suspending;
import org.junit.jupiter.api.Test;

import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KotlinFunction}.
 */
class KotlinFunctionTests {

	@Test
	void suspendingFunctionNeedsCoroutines() {
		assertThatExceptionOfType(InvalidMethodException.class)
			.isThrownBy(() -> KotlinFunction.check(ReflectionUtils.getUniqueDeclaredMethods(Suspending.class,
					(method) -> method.getName().equals("suspending"))[0], false))
			.withMessageContaining("is a suspending function, which nothing here can call")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("kotlinx-coroutines-reactor"));
	}

}
