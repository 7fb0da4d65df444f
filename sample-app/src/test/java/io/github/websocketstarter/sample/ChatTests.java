package io.github.websocketstarter.sample;

import java.time.Duration;

import io.github.websocketstarter.test.HttpAnswer;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ChatTests {

	private static final int MANY = 4000;

	private static final Duration LONG = Duration.ofSeconds(60);

	@LocalServerPort
	private int port;

	@Test
	void membersHearWhoComesWhatIsSaidAndWhoGoes() throws Exception {
		JdkClient ada = join("lobby", "Ada");
		assertThat(ada.next()).isEqualTo(news("joined", "Ada", "", "Ada"));
		JdkClient bob = join("lobby", "Bob");
		assertThat(ada.next()).isEqualTo(news("joined", "Bob", "", "Ada", "Bob"));
		assertThat(bob.next()).isEqualTo(news("joined", "Bob", "", "Ada", "Bob"));

		ada.sendText("{\"text\":\"grüß dich\"}");
		assertThat(ada.next()).isEqualTo(news("said", "Ada", "grüß dich", "Ada", "Bob"));
		assertThat(bob.next()).isEqualTo(news("said", "Ada", "grüß dich", "Ada", "Bob"));

		ada.close(1000, "");
		assertThat(bob.next()).isEqualTo(news("left", "Ada", "", "Bob"));
		bob.socket().abort();
	}

	@Test
	void memberWhoVanishesHasLeft() throws Exception {
		JdkClient ada = join("vanishing", "Ada");
		assertThat(ada.next()).isEqualTo(news("joined", "Ada", "", "Ada"));
		JdkClient bob = join("vanishing", "Bob");
		assertThat(ada.next()).isEqualTo(news("joined", "Bob", "", "Ada", "Bob"));

		bob.socket().abort();

		assertThat(ada.next()).isEqualTo(news("left", "Bob", "", "Ada"));
		ada.socket().abort();
	}

	@Test
	void roomsHearNothingOfEachOther() throws Exception {
		JdkClient ada = join("one", "Ada");
		assertThat(ada.next()).isEqualTo(news("joined", "Ada", "", "Ada"));
		JdkClient bob = join("other", "Bob");
		assertThat(bob.next()).isEqualTo(news("joined", "Bob", "", "Bob"));

		bob.sendText("{\"text\":\"hello\"}");
		assertThat(bob.next()).isEqualTo(news("said", "Bob", "hello", "Bob"));
		ada.sendText("{\"text\":\"nobody here\"}");

		assertThat(ada.next()).isEqualTo(news("said", "Ada", "nobody here", "Ada"));
		ada.socket().abort();
		bob.socket().abort();
	}

	@Test
	void mistakesAreExplainedToTheMemberWhoStays() throws Exception {
		JdkClient ada = join("mistakes", "Ada");
		assertThat(ada.next()).isEqualTo(news("joined", "Ada", "", "Ada"));

		ada.sendText("{\"text\":\"" + "x".repeat(501) + "\"}");
		assertThat(ada.next()).isEqualTo("text {\"error\":\"'text' size must be between 0 and 500\"}");
		ada.sendText("{\"text\":\" \"}");
		assertThat(ada.next()).isEqualTo("text {\"error\":\"'text' must not be blank\"}");
		ada.sendText("hello");
		assertThat(ada.next()).isEqualTo("text {\"error\":\"This is not the JSON that is expected here\"}");

		ada.sendText("{\"text\":\"hello\"}");
		assertThat(ada.next()).isEqualTo(news("said", "Ada", "hello", "Ada"));
		ada.socket().abort();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/rooms/lobby", "/rooms/lobby?name=", "/rooms/lobby?name=%3Cb%3E",
			"/rooms/lobby?name=abcdefghijklmnopqrstu" })
	void strangersAreRefusedBeforeTheUpgrade(String target) {
		HttpAnswer answer = ask(target);

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/rooms/Lobby?name=Ada", "/rooms/abcdefghijklmnopqrstu?name=Ada", "/rooms/?name=Ada" })
	void namesOfRoomsAreBounded(String target) {
		assertThat(ask(target).status()).isEqualTo(404);
	}

	@Test
	void memberWhoDoesNotReadHoldsUpNobodyAndMissesTheOldest() throws Exception {
		RawConnection small = RawConnection.builder().receiveBuffer(8192).timeout(LONG).connect("localhost", this.port);
		try (RawWebSocketClient slow = small.upgrade(HttpRequest.upgrade("/rooms/busy?name=Slow"))) {
			assertThat(slow.readMessage().text()).isEqualTo(event("joined", "Slow", "", "Slow"));
			JdkClient bob = join("busy", "Bob");
			assertThat(bob.next()).isEqualTo(news("joined", "Bob", "", "Bob", "Slow"));

			// More than the buffers between here and there hold.
			String last = "";
			for (int i = 0; i < MANY; i++) {
				last = i + "€".repeat(490);
				bob.sendText("{\"text\":\"" + last + "\"}");
				assertThat(bob.next()).isEqualTo(news("said", "Bob", last, "Bob", "Slow"));
			}

			int heard = 1;
			slow.expectText(event("joined", "Bob", "", "Bob", "Slow"));
			while (!slow.readMessage().text().equals(event("said", "Bob", last, "Bob", "Slow"))) {
				heard++;
			}
			assertThat(heard).isBetween(100, MANY - 100);
			bob.socket().abort();
		}
	}

	private JdkClient join(String room, String name) throws Exception {
		return JdkClient.open(this.port, "/rooms/" + room + "?name=" + name);
	}

	private HttpAnswer ask(String target) {
		try (RawConnection connection = RawConnection.connect("localhost", this.port)) {
			return connection.exchange(HttpRequest.upgrade(target));
		}
	}

	private static String news(String event, String name, String text, String... present) {
		return "text " + event(event, name, text, present);
	}

	private static String event(String event, String name, String text, String... present) {
		return "{\"event\":\"%s\",\"name\":\"%s\",\"text\":\"%s\",\"present\":[\"%s\"]}".formatted(event, name, text,
				String.join("\",\"", present));
	}

}
