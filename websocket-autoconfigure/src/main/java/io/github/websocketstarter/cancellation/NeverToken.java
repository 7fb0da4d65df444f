package io.github.websocketstarter.cancellation;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * The token that is never cancelled.
 */
final class NeverToken implements CancellationToken {

	static final NeverToken INSTANCE = new NeverToken();

	private NeverToken() {
	}

	@Override
	public boolean isCancelled() {
		return false;
	}

	@Override
	public Mono<Void> whenCancelled() {
		return Mono.never();
	}

	@Override
	public Disposable onCancel(Runnable callback) {
		Assert.notNull(callback, "'callback' must not be null");
		return Disposables.disposed();
	}

	@Override
	public String toString() {
		return "CancellationToken[never]";
	}

}
