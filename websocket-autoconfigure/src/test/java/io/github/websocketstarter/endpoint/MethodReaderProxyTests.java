package io.github.websocketstarter.endpoint;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MethodReader} and beans that are proxies of their class.
 */
class MethodReaderProxyTests {

	@Test
	void finalMethodCannotBeCalledThroughAProxy() {
		assertThatExceptionOfType(InvalidMethodException.class).isThrownBy(() -> read("closed"))
			.withMessage("The method Endpoint.closed(String) is final, "
					+ "so the proxy of its bean cannot pass the call on")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("open"));
	}

	@Test
	void otherMethodCanBeCalledThroughAProxy() {
		assertThat(read("open").method()).hasToString("Endpoint.open(String)");
	}

	private static MethodReader.ReadMethod read(String name) {
		ProxyFactory factory = new ProxyFactory(new Endpoint());
		factory.setProxyTargetClass(true);
		CallSettings calls = Calls.with();
		MethodReader reader = new MethodReader(factory.getProxy(), new HandshakeArguments(List.of(), () -> {
			throw new IllegalStateException("No request");
		}), List.of(), calls.codecs(), null, null,
				new BroadcastReader(List.of(), calls.connections().all(), calls.groups()), false);
		return reader.read(CallbackKind.MESSAGE, ReflectionUtils.findMethod(Endpoint.class, name, String.class));
	}

	static class Endpoint {

		@OnMessage
		final void closed(String text) {
		}

		@OnMessage
		void open(String text) {
		}

	}

}
