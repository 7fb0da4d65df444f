package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.endpoint.InvalidEndpointException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/**
 * Explains an endpoint that cannot be served as it is declared. Comes before the analyzer
 * of the framework for invalid path patterns, which does not name the bean.
 */
@Order(0)
final class InvalidEndpointFailureAnalyzer extends AbstractFailureAnalyzer<InvalidEndpointException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidEndpointException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", cause.getAction(), cause);
	}

}
