package io.github.websocketstarter.sample;

import java.util.List;
import java.util.Map;

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

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class EchoPageTests {

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
			// not before all: a report shows skipped tests, but no skipped class
			browser = Chromium.start();
		}
		browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
		this.page = new EchoPage(browser, "http://localhost:" + this.port + "/");
	}

	@Test
	void bothDirectionsAreShownFromConnectToClose() {
		String url = "ws://localhost:" + this.port + "/ws";
		assertThat(this.page.field("url").getDomProperty("value")).isEqualTo(url);
		this.page.connect();
		this.page.fill("message", "grüß dich");
		this.page.click("send-button");
		this.page.awaitLog("Client → Server | connect | " + url,
				"Server → Client | open | sub-protocol: none, extensions: none", "Client → Server | text | grüß dich",
				"Server → Client | text | grüß dich");

		this.page.clickLabel("Binary");
		this.page.fill("message", "00 fF10");
		this.page.click("send-button");
		this.page.awaitLog("Client → Server | binary | 00 ff 10 (3 bytes)",
				"Server → Client | binary | 00 ff 10 (3 bytes)");

		this.page.fill("code", "4001");
		this.page.fill("reason", "seen enough");
		this.page.click("close-button");
		this.page.awaitState("Closed: 4001");
		this.page.awaitLog("Client → Server | close | 4001 seen enough", "Server → Client | close | 4001");
		assertThat(this.page.times()).hasSize(8).allMatch((time) -> time.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}"));

		this.page.click("clear");
		assertThat(this.page.log()).isEmpty();
	}

	@Test
	void keyboardIsEnough() {
		this.page.press(Keys.TAB);
		assertThat(this.page.focused()).isEqualTo("example");
		this.page.press(Keys.TAB);
		assertThat(this.page.focused()).isEqualTo("url");
		this.page.press(Keys.ENTER);
		this.page.awaitState("Open");
		assertThat(this.page.focused()).isEqualTo("message");

		this.page.press("hello", Keys.ENTER);
		this.page.awaitLog("Server → Client | text | hello");
		this.page.press("again", Keys.ENTER);
		this.page.awaitLog("Client → Server | text | again", "Server → Client | text | again");

		this.page.press(Keys.TAB);
		this.page.press(Keys.TAB);
		assertThat(this.page.focused()).isEqualTo("code");
		this.page.press(Keys.ENTER);
		this.page.awaitState("Closed: 1000");
		assertThat(this.page.focused()).isEqualTo("connect-button");
	}

	@Test
	void controlsFollowTheStateOfTheSocket() {
		String[] controls = { "url", "connect-button", "message", "send-button", "code", "close-button", "clear" };
		List<String> whenClosed = List.of("url", "connect-button", "clear");
		assertThat(this.page.enabled(controls)).isEqualTo(whenClosed);

		this.page.connect();
		assertThat(this.page.enabled(controls)).containsExactly("message", "send-button", "code", "close-button",
				"clear");

		this.page.click("close-button");
		this.page.awaitState("Closed: 1000");
		assertThat(this.page.enabled(controls)).isEqualTo(whenClosed);
	}

	@Test
	void wrongInputIsExplainedNextToItsField() {
		this.page.fill("url", "http://localhost/ws");
		this.page.click("connect-button");
		assertProblem("url", "The URL must begin with ws:// or wss://");
		this.page.fill("url", "ws://localhost:" + this.port + "/ws");
		this.page.fill("protocols", "one, one");
		this.page.click("connect-button");
		assertThat(this.page.field("url-error").getText()).isEmpty();
		assertProblem("protocols", "Each sub-protocol may be offered once only");
		this.page.fill("protocols", "");
		this.page.connect();

		this.page.clickLabel("Binary");
		this.page.fill("message", "4x");
		this.page.click("send-button");
		assertProblem("message", "Only the hex digits 0–9 and a–f, such as: 48 65 6c 6c 6f");
		this.page.fill("message", "481");
		this.page.click("send-button");
		assertProblem("message", "Two hex digits for each byte: there is one too few");

		this.page.fill("code", "1001");
		this.page.click("close-button");
		assertProblem("code", "A page may close with 1000 or with 3000 to 4999");
		this.page.fill("code", "4000");
		this.page.fill("reason", "ü".repeat(62));
		this.page.click("close-button");
		assertProblem("reason", "At most 123 bytes; this has 124");
		assertThat(this.page.field("state").getText()).isEqualTo("Open");
	}

	private void assertProblem(String field, String problem) {
		assertThat(this.page.field(field + "-error").getText()).isEqualTo(problem);
		assertThat(this.page.field(field).getDomAttribute("aria-invalid")).isEqualTo("true");
		assertThat(this.page.focused()).isEqualTo(field);
	}

	@Test
	void subProtocolOfTheControllerIsShown() {
		this.page.choose("case");
		this.page.connect();
		assertThat(this.page.field("protocol").getText()).isEqualTo("upper");

		this.page.fill("message", "Hello");
		this.page.click("send-button");
		this.page.awaitLog("Server → Client | text | HELLO");
	}

	@Test
	void summaryComesAfterTheCloseOfThePage() {
		this.page.choose("summary");
		this.page.connect();
		this.page.fill("message", "one");
		this.page.press(Keys.ENTER);

		this.page.click("close-button");

		this.page.awaitState("Closed: 1000 Messages received: 1");
	}

	@Test
	void refusedConnectionIsShown() {
		this.page.fill("url", "ws://localhost:" + this.port + "/nowhere");
		this.page.click("connect-button");

		this.page.awaitState("Closed: 1006");
		this.page.awaitLog("Server → Client | lost | 1006 (no closing handshake, or refused)");
	}

	@Test
	void pageFitsScreensOf320Pixels() {
		this.page.connect();
		this.page.fill("message", "x".repeat(200));
		this.page.press(Keys.ENTER);
		this.page.awaitLog("Server → Client | text | " + "x".repeat(200));

		browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", 320, "height", 600, "deviceScaleFactor", 1, "mobile", false));

		assertThat(browser.executeScript("return innerWidth")).isEqualTo(320L);
		assertThat(browser.executeScript("return document.documentElement.scrollWidth <= 320")).isEqualTo(true);
	}

	@Test
	void pageLoadsNothingFromElsewhereAndLogsNoProblem() {
		forgetWhatOtherTestsCaused();
		this.page = new EchoPage(browser, "http://localhost:" + this.port + "/");
		this.page.connect();

		assertThat(browser.executeScript(
				"return performance.getEntriesByType('resource').map((r) => new URL(r.name).pathname).sort()"))
			.isEqualTo(List.of("/fields.js", "/log.js", "/page.css", "/page.js", "/protocol"));
		assertThat(browser.manage().logs().get(LogType.BROWSER)).isEmpty();
	}

	private void forgetWhatOtherTestsCaused() {
		browser.manage().logs().get(LogType.BROWSER);
	}

}
