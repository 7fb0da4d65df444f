package io.github.websocketstarter.sample;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several pages, each in a tab of its own.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.ticker.interval=50ms")
class LivePageTests {

	private static @Nullable ChromeDriver browser;

	@LocalServerPort
	private int port;

	@AfterAll
	static void stopBrowser() {
		if (browser != null) {
			browser.quit();
		}
	}

	@BeforeEach
	void startBrowser() {
		if (browser == null) {
			browser = Chromium.start();
		}
		browser.manage().logs().get(LogType.BROWSER);
	}

	@Test
	void pagesChatWithEachOther() {
		String ada = join("pages", "Ada");
		awaitNews("Ada is here");
		String bob = join("pages", "Bob");
		awaitNews("Bob is here");
		assertThat(text("present")).isEqualTo("Ada, Bob");

		say("grüß <b>dich</b>");
		awaitNews("Bob is here", "Bob: grüß <b>dich</b>");
		browser.switchTo().window(ada);
		awaitNews("Ada is here", "Bob is here", "Bob: grüß <b>dich</b>");
		say("dich auch");
		browser.switchTo().window(bob);
		awaitNews("Bob is here", "Bob: grüß <b>dich</b>", "Ada: dich auch");
		assertThat(browser.findElements(By.cssSelector("#news b"))).isEmpty();

		browser.findElement(By.id("leave")).click();
		awaitText("present", "nobody");
		assertThat(browser.findElement(By.id("join-button")).isEnabled()).isTrue();
		browser.switchTo().window(ada);
		awaitNews("Ada is here", "Bob is here", "Bob: grüß <b>dich</b>", "Ada: dich auch", "Bob has left");
		assertThat(text("present")).isEqualTo("Ada");
		assertThat(browser.manage().logs().get(LogType.BROWSER)).isEmpty();
	}

	@Test
	void mistakesAreShown() {
		join("mistakes", "Ada");
		awaitNews("Ada is here");
		say("");
		awaitText("problem", "'text' must not be blank");
		say("now");
		awaitNews("Ada is here", "Ada: now");
		assertThat(text("problem")).isEmpty();
		browser.findElement(By.id("leave")).click();
		awaitText("present", "nobody");

		fill("name", "A d a");
		browser.findElement(By.id("join-button")).click();
		awaitText("problem",
				"Refused or lost. A room is 1 to 20 of a–z, 0–9 and -, a name 1 to 20 letters and digits.");
	}

	@Test
	void pricesFollowWhatIsTicked() {
		open();
		awaitText("ticker-state", "Open");
		tick("ACME");
		awaitPrices("ACME");
		tick("GLOBEX");
		awaitPrices("ACME", "GLOBEX");

		tick("ACME");
		awaitPrices("GLOBEX");
		assertThat(browser.manage().logs().get(LogType.BROWSER)).isEmpty();
	}

	private void open() {
		browser.switchTo().newWindow(WindowType.TAB);
		browser.get("http://localhost:" + this.port + "/live.html");
	}

	private String join(String room, String name) {
		open();
		fill("room", room);
		fill("name", name);
		browser.findElement(By.id("join-button")).click();
		return browser.getWindowHandle();
	}

	private static void say(String text) {
		fill("text", text + Keys.ENTER);
	}

	private static void tick(String symbol) {
		browser.findElement(By.cssSelector("input[value=" + symbol + "]")).click();
	}

	private static void fill(String id, String text) {
		browser.findElement(By.id(id)).sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE, text);
	}

	private static String text(String id) {
		return browser.findElement(By.id(id)).getText();
	}

	private static void awaitText(String id, String text) {
		await(() -> assertThat(text(id)).isEqualTo(text));
	}

	private static void awaitNews(String... news) {
		await(() -> assertThat(texts("#news li")).containsExactly(news));
	}

	private static void awaitPrices(String... symbols) {
		await(() -> assertThat(texts("#prices dt")).containsExactlyInAnyOrder(symbols));
		await(() -> assertThat(texts("#prices dd")).hasSize(symbols.length)
			.allMatch((price) -> price.matches("\\d+\\.\\d\\d")));
	}

	private static List<String> texts(String selector) {
		Object texts = browser.executeScript(
				"return Array.from(document.querySelectorAll('" + selector + "'), (element) => element.textContent)");
		return ((List<?>) texts).stream().map(String::valueOf).toList();
	}

	private static void await(Runnable assertion) {
		new WebDriverWait(browser, Duration.ofSeconds(10), Duration.ofMillis(50)).ignoring(AssertionError.class)
			.until((ready) -> {
				assertion.run();
				return true;
			});
	}

}
