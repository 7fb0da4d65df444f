package io.github.websocketstarter.engine.netty;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Lets Netty look at the methods of the handlers in a native image, as it does to leave
 * those out of a pipeline's calls that a handler does not override, and lets this engine
 * look for Netty's epoll transport.
 */
final class HandlerHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (Class<?> handler : new Class<?>[] { SocketHandler.class, ChannelEnd.class, ExchangeWatch.class,
				StreamHandler.class, ConnectHandler.class, RequestHeads.Bytes.class, RequestHeads.Messages.class,
				RequestHeads.Negotiation.class }) {
			hints.reflection().registerType(handler, MemberCategory.INVOKE_PUBLIC_METHODS);
		}
		hints.reflection().registerTypeIfPresent(classLoader, DirectSend.EPOLL);
	}

}
