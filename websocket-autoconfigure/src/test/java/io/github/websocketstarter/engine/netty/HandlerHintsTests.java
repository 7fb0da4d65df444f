package io.github.websocketstarter.engine.netty;

import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.netty.channel.ChannelHandler;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandlerHints}.
 */
class HandlerHintsTests {

	private RuntimeHints hints() {
		RuntimeHints hints = new RuntimeHints();
		AotServices.factories()
			.load(RuntimeHintsRegistrar.class)
			.forEach((registrar) -> registrar.registerHints(hints, getClass().getClassLoader()));
		return hints;
	}

	@Test
	void epollTransportIsFoundInANativeImage() {
		assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(DirectSend.EPOLL))).accepts(hints());
	}

	@Test
	void allHandlersAreKnownToANativeImage() {
		RuntimeHints hints = hints();

		List<JavaClass> handlers = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages(getClass().getPackageName())
			.stream()
			.filter((type) -> type.isAssignableTo(ChannelHandler.class))
			.toList();

		assertThat(handlers).isNotEmpty()
			.allSatisfy((handler) -> assertThat(
					RuntimeHintsPredicates.reflection().onType(TypeReference.of(handler.getName())))
				.accepts(hints));
	}

}
