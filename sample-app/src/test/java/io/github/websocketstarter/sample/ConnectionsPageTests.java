package io.github.websocketstarter.sample;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ConnectionsPageTests {

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
	void openPage() {
		if (browser == null) {
			browser = Chromium.start();
		}
		browser.get("http://localhost:" + this.port + "/connections.html");
	}

	@Test
	void closedTabStopsItsReport() {
		await("running", "0");
		String page = browser.getWindowHandle();
		browser.findElement(By.linkText("report")).click();
		await("running", "1");

		browser.getWindowHandles().stream().filter((tab) -> !tab.equals(page)).forEach((tab) -> {
			browser.switchTo().window(tab).close();
			browser.switchTo().window(page);
		});

		await("running", "0");
	}

	@Test
	void resetAndLastResponseAreShown() {
		browser.findElement(By.id("reset")).click();
		await("answer", "No response: Failed to fetch");

		browser.findElement(By.id("last")).click();
		await("answer", "This connection ends with this response.");
	}

	private static void await(String output, String text) {
		new WebDriverWait(browser, Duration.ofSeconds(10)).until(ExpectedConditions.textToBe(By.id(output), text));
	}

}
