import Hummingbird
import Configuration
import Metrics
