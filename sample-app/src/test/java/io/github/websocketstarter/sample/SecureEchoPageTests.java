package io.github.websocketstarter.sample;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page over HTTP/2, where its sockets are streams of its own connection.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ActiveProfiles("tls")
class SecureEchoPageTests {

	private static @Nullable ChromeDriver browser;

	@LocalServerPort
	private int port;

	private EchoPage page;

	@AfterAll
	static void stopBrowser() {
		if (browser != null) {
			browser.quit();
		}
	}

	@BeforeEach
	void openPage() {
		if (browser == null) {
			browser = Chromium.start();
		}
		this.page = new EchoPage(browser, "https://localhost:" + this.port + "/");
	}

	@Test
	void socketsShareTheConnectionOfThePage() {
		assertThat(browser.executeScript("return performance.getEntriesByType('navigation')[0].nextHopProtocol"))
			.isEqualTo("h2");
		String connection = this.page.awaitText("page-protocol", "HTTP/2.0 from .+:\\d+");

		this.page.choose("protocol");
		this.page.connect();
		this.page.awaitLog("Server → Client | text | " + connection);
		this.page.click("close-button");
		this.page.awaitState("Closed: 1000");

		this.page.connect();
		this.page.awaitLog("Server → Client | text | " + connection);
	}

	@Test
	void compressedMessagesComeBackUntilTheCloseAndAfterIt() {
		for (int round = 0; round < 2; round++) {
			this.page.connect();
			assertThat(this.page.field("extensions").getText()).startsWith("permessage-deflate");

			for (String text : List.of("grüß dich", "x".repeat(3000), "grüß dich")) {
				this.page.fill("message", text);
				this.page.press(Keys.ENTER);
				this.page.awaitLog("Client → Server | text | " + text, "Server → Client | text | " + text);
			}

			this.page.fill("code", "4001");
			this.page.click("close-button");
			this.page.awaitState("Closed: 4001");
		}
	}

	@Test
	void eachExampleOpensAndCloses() {
		forgetWhatOtherTestsCaused();
		for (String example : List.of("ws", "plain", "case", "greeting", "rooms/lobby?name=Ada", "ticker", "work",
				"protocol")) {
			this.page.choose(example);
			this.page.connect();
			this.page.click("close-button");
			this.page.awaitState("Closed: 1000");
		}
		assertThat(browser.manage().logs().get(LogType.BROWSER)).isEmpty();
	}

	private void forgetWhatOtherTestsCaused() {
		browser.manage().logs().get(LogType.BROWSER);
	}

}
