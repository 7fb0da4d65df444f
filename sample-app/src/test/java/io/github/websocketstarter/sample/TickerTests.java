package io.github.websocketstarter.sample;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.ticker.interval=50ms")
class TickerTests {

	private static final String MISTAKE = "text {\"error\":\"Name the symbols to watch\","
			+ "\"symbols\":[\"ACME\",\"INIT\",\"GLOBEX\"]}";

	@LocalServerPort
	private int port;

	@Test
	void pricesOfTheWatchedSymbolsStream() throws Exception {
		JdkClient client = JdkClient.open(this.port, "/ticker");

		client.sendText("{\"symbols\":[\"ACME\",\"INIT\"]}");

		Set<String> symbols = new HashSet<>();
		for (int i = 0; i < 10; i++) {
			symbols.add(symbol(client.next()));
		}
		assertThat(symbols).containsExactlyInAnyOrder("ACME", "INIT");
		client.socket().abort();
	}

	@Test
	void anotherChoiceReplacesTheFirst() throws Exception {
		JdkClient client = JdkClient.open(this.port, "/ticker");
		client.sendText("{\"symbols\":[\"ACME\"]}");
		assertThat(symbol(client.next())).isEqualTo("ACME");

		client.sendText("{\"symbols\":[\"GLOBEX\"]}");
		while (!symbol(client.next()).equals("GLOBEX")) {
			// those on their way
			continue;
		}

		for (int i = 0; i < 5; i++) {
			assertThat(symbol(client.next())).isEqualTo("GLOBEX");
		}
		client.socket().abort();
	}

	@Test
	void mistakeIsExplainedAndNothingEnds() throws Exception {
		JdkClient client = JdkClient.open(this.port, "/ticker");
		for (String mistake : new String[] { "ACME", "{}", "{\"symbols\":[\"NONE\"]}", "{\"symbols\":[null]}" }) {
			client.sendText(mistake);
			assertThat(client.next()).isEqualTo(MISTAKE);
		}

		client.sendText("{\"symbols\":[\"INIT\"]}");
		assertThat(symbol(client.next())).isEqualTo("INIT");

		client.close(1000, "");
		while (!client.next().equals("close 1000")) {
			// prices on their way
			continue;
		}
	}

	@Test
	void emptyChoiceEndsThePrices() throws Exception {
		JdkClient client = JdkClient.open(this.port, "/ticker");
		client.sendText("{\"symbols\":[\"ACME\"]}");
		assertThat(symbol(client.next())).isEqualTo("ACME");

		client.sendText("{\"symbols\":[]}");
		client.sendText("that was all");

		while (!client.next().equals(MISTAKE)) {
			// prices on their way
			continue;
		}
		client.close(1000, "");
		assertThat(client.next()).isEqualTo("close 1000");
	}

	private static String symbol(String price) {
		assertThat(price).matches("text \\{\"symbol\":\"[A-Z]+\",\"price\":(9|10)\\d\\.\\d{1,2}\\}");
		return price.split("\"")[3];
	}

}
