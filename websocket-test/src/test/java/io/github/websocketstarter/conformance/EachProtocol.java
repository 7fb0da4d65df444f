package io.github.websocketstarter.conformance;

import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Gives a {@link ConformanceTest} the server over one protocol after the other.
 */
final class EachProtocol implements ArgumentsProvider {

	@Override
	public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
		ConformanceTest test = AnnotatedElementUtils.findMergedAnnotation(context.getRequiredTestClass(),
				ConformanceTest.class);
		ApplicationContext application = SpringExtension.getApplicationContext(context);
		return Stream.of(test.protocols()).map((protocol) -> Arguments.of(TestServer.of(application, protocol)));
	}

}
