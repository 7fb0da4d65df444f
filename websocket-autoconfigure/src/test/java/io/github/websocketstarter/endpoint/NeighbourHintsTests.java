package io.github.websocketstarter.endpoint;

import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NeighbourHints}. Spring Security and Kotlin are not here.
 */
class NeighbourHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@Test
	void whatIsThereIsFoundByItsNameInANativeImage() {
		AotServices.factories()
			.load(RuntimeHintsRegistrar.class)
			.forEach((registrar) -> registrar.registerHints(this.hints, getClass().getClassLoader()));

		assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(ThreadLocals.Micrometer.NAME)))
			.accepts(this.hints);
	}

	@Test
	void whatIsMissingIsLeftOut() {
		new NeighbourHints().registerHints(this.hints, getClass().getClassLoader());

		assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(SecurityContexts.NAME)))
			.rejects(this.hints);
	}

}
